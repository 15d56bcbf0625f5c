package treecounter.reviews;

import java.util.Optional;

/** What these programs read from their environment. An empty variable counts as unset. */
final class Setting {
    private Setting() {}

    static Optional<String> get(String name) {
        return Optional.ofNullable(System.getenv(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException with what was expected and what was found
     */
    static int number(String name, int otherwise, int least, int most) {
        String typed = get(name).orElse(String.valueOf(otherwise));
        if (typed.matches("\\d{1,9}")) {
            int number = Integer.parseInt(typed);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                "%s: expected a whole number from %d to %d, found '%s'. Try %s=%d."
                        .formatted(name, least, most, Words.shown(typed), name, otherwise));
    }
}
