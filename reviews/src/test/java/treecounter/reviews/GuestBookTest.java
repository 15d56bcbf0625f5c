package treecounter.reviews;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestBookTest {
    private static final int ROWS = 2_000;

    @Test
    void theSameSeedWritesTheSameReviews() {
        assertThat(GuestBook.reviews(Season.SUMMER, 3, 50))
                .isEqualTo(GuestBook.reviews(Season.SUMMER, 3, 50))
                .isNotEqualTo(GuestBook.reviews(Season.SUMMER, 4, 50))
                .isNotEqualTo(GuestBook.reviews(Season.WINTER, 3, 50));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aGoodModelIsRightInMostAndNotInAll(long seed) {
        Training training = Training.on(GuestBook.reviews(Season.SUMMER, seed, 3_000), seed);
        assertThat(training.accuracy()).isBetween(0.8, 0.92);
        assertThat(training.ofTheMajority()).isBetween(0.4, 0.6);
        assertThat(training.ofTheRuleOfThumb())
                .isBetween(training.ofTheMajority(), training.accuracy());
    }

    @Test
    void inWinterTheModelSaysNegativeMoreOftenAndKnowsFewerWords() {
        Classifier model =
                Training.on(GuestBook.reviews(Season.SUMMER, 10, 3_000), 10).classifier();
        List<Review> summer = GuestBook.reviews(Season.SUMMER, 11, ROWS);
        List<Review> winter = GuestBook.reviews(Season.WINTER, 11, ROWS);
        assertThat(shareOfNegative(model, summer)).isBetween(0.12, 0.28);
        assertThat(shareOfNegative(model, winter)).isBetween(0.33, 0.6);
        assertThat(unknown(model, summer)).isLessThan(0.03);
        assertThat(unknown(model, winter)).isGreaterThan(0.08);
    }

    @Test
    void someReviewsAreLongerThanTheAppCanTake() {
        assertThat(GuestBook.reviews(Season.SUMMER, 11, ROWS))
                .anyMatch(review -> Words.in(review.text()).size() > 250)
                .allMatch(review -> Words.in(review.text()).size() < 400);
    }

    @Test
    void postsHaveFourLabelsAndAModelLearnsThem() {
        List<Review> posts = Posts.posts(5, 2_000);
        Map<String, Long> labels =
                posts.stream().collect(Collectors.groupingBy(Review::label, Collectors.counting()));
        assertThat(labels.keySet()).containsExactlyInAnyOrderElementsOf(Posts.labels()).hasSize(4);
        assertThat(Training.on(posts, 5).accuracy()).isBetween(0.75, 0.95);
    }

    private static double shareOfNegative(Classifier model, List<Review> reviews) {
        return reviews.stream()
                        .map(review -> model.predict(Words.in(review.text())).sentiment())
                        .filter("negative"::equals)
                        .count()
                / (double) reviews.size();
    }

    private static double unknown(Classifier model, List<Review> reviews) {
        int unknown = 0;
        int all = 0;
        for (Review review : reviews) {
            List<String> words = Words.in(review.text());
            unknown += model.unknown(words);
            all += words.size();
        }
        return unknown / (double) all;
    }
}
