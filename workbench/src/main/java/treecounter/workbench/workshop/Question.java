package treecounter.workbench.workshop;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A question at the end of a lesson, about something that it did not show. Its text, and the
 * answers to choose from, stand in the lesson's {@code transfer.properties}.
 *
 * @param key before the = in that file
 * @param right the letter of the right answer
 * @param wrong the other letters, each with the reason why it is wrong
 */
public record Question(String key, String right, Map<String, String> wrong) {
    /** The file, in the directory of the lesson. */
    public static final String FILE = "transfer.properties";

    /** A question with nothing to choose from yet but the right answer. */
    public static Question of(String key, String right) {
        return new Question(key, right, Map.of());
    }

    /** The same with one more answer. */
    public Question not(String letter, String why) {
        Map<String, String> more = new TreeMap<>(wrong);
        more.put(letter, why);
        return new Question(key, right, Map.copyOf(more));
    }

    /** What is wrong with an answer; nothing if it is right. */
    public Optional<String> problem(String answer) {
        String letter = answer.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        if (letter.equals(right)) {
            return Optional.empty();
        }
        String letters = "a letter from a to " + (char) ('a' + wrong.size());
        return Optional.of(
                wrong.getOrDefault(letter, "expected %s, found '%s'.".formatted(letters, answer)));
    }
}
