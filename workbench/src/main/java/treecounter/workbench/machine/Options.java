package treecounter.workbench.machine;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What was typed: {@code VERB [SECTION] [KEY=value]...}. A key that is not on the line is looked up
 * in the environment, where make puts it.
 */
public final class Options {
    /** A variable set on make's line, as make hands it on: a blank in a value has a backslash. */
    private static final Pattern MAKES_OWN = Pattern.compile("(?:^|(?<!\\\\) )([A-Za-z_]\\w*)=");

    /** What programs that are started read, and any verb may be given. */
    private static final Pattern EVERYWHERE =
            Pattern.compile(
                    "JAVA_HOME|MAVEN_OPTS|NO_COLOR|PATH|COMPOSE_\\w+|DOCKER_\\w+|\\w+_IMAGE");

    private final String verb;
    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> environment;

    private Options(String verb, Map<String, String> environment) {
        this.verb = verb;
        this.environment = environment;
    }

    /**
     * Reads a command line.
     *
     * @throws Refusal if there are two sections
     */
    public static Options of(List<String> words, Map<String, String> environment) {
        Options options =
                new Options(
                        words.isEmpty() ? "help" : words.get(0).toLowerCase(Locale.ROOT),
                        environment);
        for (String word : words.subList(Math.min(1, words.size()), words.size())) {
            boolean named = word.matches("[A-Za-z_]+=.*");
            String key =
                    named
                            ? word.substring(0, word.indexOf('=')).toUpperCase(Locale.ROOT)
                            : "SECTION";
            String value = named ? word.substring(word.indexOf('=') + 1) : word;
            if (options.values.putIfAbsent(key, value) != null) {
                throw new Refusal("%s: expected once, found again: '%s'.".formatted(key, word));
            }
        }
        return options;
    }

    public String verb() {
        return verb;
    }

    /**
     * Makes sure that what was set on the line, or on make's, is known.
     *
     * @param known the keys of the verb
     * @param others keys that any verb may be given
     * @throws Refusal with the nearest one that is
     */
    public void refuseUnknown(Collection<String> known, Collection<String> others) {
        Set<String> set = new TreeSet<>(values.keySet());
        MAKES_OWN
                .matcher(environment.getOrDefault("MAKEFLAGS", ""))
                .results()
                .forEach(found -> set.add(found.group(1)));
        for (String key : set) {
            if (!known.contains(key)
                    && !others.contains(key)
                    && !EVERYWHERE.matcher(key).matches()) {
                throw new Refusal(
                        "%s: %s has no such setting. Did you mean %s? It knows %s."
                                .formatted(
                                        key,
                                        verb,
                                        Nearest.to(key, known),
                                        String.join(", ", known)));
            }
        }
    }

    /** The value of a key, if it is set to something. */
    public Optional<String> get(String key) {
        String value = values.getOrDefault(key, environment.get(key));
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * A whole number.
     *
     * @throws Refusal if it is none from {@code least} to {@code most}
     */
    public int number(String key, int otherwise, int least, int most) {
        Optional<String> text = get(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().matches("\\d{1,9}")) {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new Refusal(
                "%s: expected a whole number from %d to %d, found '%s'."
                        .formatted(key, least, most, text.get()));
    }
}
