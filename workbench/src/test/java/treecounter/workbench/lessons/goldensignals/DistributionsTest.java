package treecounter.workbench.lessons.goldensignals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import treecounter.forest.Distribution;
import treecounter.forest.RandomValues;

/**
 * That the exercise can be done, by simulation over 200 seeds of each shape: from what 2,000
 * observations leave in the buckets of the solution, a fit and the way of the text find the shape
 * and its parameters, and no answer is right for many seeds. The tolerance rests on this.
 */
class DistributionsTest {
    private static final int SEEDS = 200;
    private static final int OBSERVATIONS = 2_000;
    private static final int BUCKETS = 30;
    private static final double HALF_BUCKET = RandomValues.LONGEST / BUCKETS / 2;

    static List<String> shapes() {
        return RandomValues.SHAPES;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aFitNamesTheShapeAndItsParameters(String shape) {
        assertThat(rightly(shape, BUCKETS, (seen, truth) -> seen.fit().shape().equals(shape)))
                .isGreaterThanOrEqualTo(0.97);
        assertThat(rightly(shape, BUCKETS, (seen, truth) -> isRight(seen.fit(shape), truth)))
                .isGreaterThanOrEqualTo(0.99);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theWayOfTheTextFindsThemToo(String shape) {
        assertThat(rightly(shape, BUCKETS, (seen, truth) -> isRight(seen.read(), truth)))
                .isGreaterThanOrEqualTo(0.95);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theFewestBucketsThatAreTakenAreEnough(String shape) {
        assertThat(rightly(shape, 20, (seen, truth) -> isRight(seen.read(), truth)))
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void tenBucketsHideHumpsFromAReader() {
        assertThat(rightly("two humps", 10, (seen, truth) -> isRight(seen.read(), truth)))
                .isLessThan(0.8);
    }

    @Test
    void noAnswerIsRightForMoreThanATenthOfTheSeeds() {
        List<Distribution> all = new ArrayList<>();
        for (String shape : shapes()) {
            IntStream.range(0, SEEDS).forEach(seed -> all.add(some(shape, random(shape, seed))));
        }
        for (int i = 0; i < all.size(); i += 4) {
            Distribution answer = all.get(i);
            DistributionAnswer always = new DistributionAnswer(answer.shape(), answer.parameters());
            long right =
                    all.stream()
                            .filter(truth -> isRight(always, truth, DistributionAnswer.WAY))
                            .count();
            assertThat((double) right / all.size()).as(always.toString()).isLessThan(0.1);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void nearlyAllNumbersAreWithinTheRangeAndAboveNought(String shape) {
        int over = 0;
        double lowest = 1;
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = random(shape, seed);
            Distribution truth = some(shape, random);
            for (int i = 0; i < OBSERVATIONS; i++) {
                double number = truth.draw(random);
                lowest = Math.min(lowest, number);
                over += number > RandomValues.LONGEST ? 1 : 0;
            }
        }
        assertThat(lowest).isPositive();
        assertThat((double) over / SEEDS / OBSERVATIONS).isLessThan(0.001);
    }

    @Test
    void aSeedGivesTheSameTwoDifferentShapesAgain() {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomValues values = RandomValues.of(seed);
            assertThat(RandomValues.of(seed)).isEqualTo(values);
            assertThat(values.value().shape()).isNotEqualTo(values.delay().shape());
        }
    }

    private interface Judgement {
        boolean isRight(Observed seen, Distribution truth);
    }

    private static double rightly(String shape, int buckets, Judgement judgement) {
        return IntStream.range(0, SEEDS)
                        .parallel()
                        .mapToObj(
                                seed -> {
                                    SplittableRandom random = random(shape, seed);
                                    Distribution truth = some(shape, random);
                                    double[] numbers =
                                            IntStream.range(0, OBSERVATIONS)
                                                    .mapToDouble(i -> truth.draw(random))
                                                    .toArray();
                                    double width = RandomValues.LONGEST / buckets;
                                    return judgement.isRight(
                                            Observed.of(numbers, width, buckets), truth);
                                })
                        .filter(isRight -> isRight)
                        .count()
                / (double) SEEDS;
    }

    private static SplittableRandom random(String shape, int seed) {
        return new SplittableRandom(seed * 7919L + shape.hashCode());
    }

    private static Distribution some(String shape, SplittableRandom random) {
        return RandomValues.some(shape, random);
    }

    private static boolean isRight(DistributionAnswer answer, Distribution truth) {
        return isRight(answer, truth, 0);
    }

    private static boolean isRight(DistributionAnswer answer, Distribution truth, double way) {
        return answer.shape().equals(truth.shape())
                && answer.wrong(truth, HALF_BUCKET, way).isEmpty();
    }
}
