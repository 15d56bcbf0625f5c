package treecounter.pipeline;

import java.util.Optional;

/** What the programs of the pipeline read from their environment. */
final class Setting {
    private Setting() {}

    static Optional<String> get(String name) {
        return Optional.ofNullable(System.getenv(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /** Those who share servers, and not what is in them, say different rooms. */
    static String room() {
        return get("ROOM").orElse("main").replaceAll("\\W", "_");
    }

    static int number(String name, int otherwise) {
        return get(name)
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }
}
