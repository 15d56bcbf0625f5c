package treecounter.reviews;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.regex.Pattern;

/** Texts in JSON. */
final class Json {
    /** What JSON allows, and a terminal or an editor takes for more than a letter. */
    private static final Pattern STEERS = Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029]");

    private Json() {}

    /** A text with its quotes; nothing in it can end the line or the text, or steer who reads. */
    static String text(String plain) {
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(plain));
        return '"'
                + STEERS.matcher(quoted)
                        .replaceAll(one -> "\\\\u%04x".formatted((int) one.group().charAt(0)))
                + '"';
    }
}
