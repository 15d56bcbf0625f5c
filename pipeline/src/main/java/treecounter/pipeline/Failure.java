package treecounter.pipeline;

import java.util.List;
import java.util.Locale;

/** Something that the pipeline could not do: where it went wrong, and how; both from few words. */
public final class Failure extends Exception {
    /** All that {@link #where} can say. */
    public static final List<String> PLACES = names(Place.values());

    /** All that {@link #error} can say. */
    public static final List<String> ERRORS = names(Kind.values());

    private final Place place;
    private final Kind kind;

    enum Place {
        QUEUE,
        DATABASE,
        CACHE,
        MESSAGE
    }

    enum Kind {
        TIMEOUT,
        REFUSED,
        INVALID,
        OTHER
    }

    Failure(Place place, Kind kind, String message) {
        super(message);
        this.place = place;
        this.kind = kind;
    }

    Failure(Place place, Kind kind, Exception cause) {
        super(cause.getMessage(), cause);
        this.place = place;
        this.kind = kind;
    }

    /** A message that says it is of a kind nobody knows. */
    public static Failure ofUnknownKind(String kind) {
        return new Failure(Place.MESSAGE, Kind.INVALID, "nobody knows a message of kind " + kind);
    }

    /** {@code queue}, {@code database}, {@code cache} or {@code message}. */
    public String where() {
        return place.name().toLowerCase(Locale.ROOT);
    }

    /** {@code timeout}, {@code refused}, {@code invalid} or {@code other}. */
    public String error() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Whether trying again can never help. */
    public boolean isForEver() {
        return kind == Kind.INVALID;
    }

    private static List<String> names(Enum<?>[] values) {
        return List.of(values).stream().map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
    }
}
