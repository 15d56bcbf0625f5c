package treecounter.reviews;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Texts in JSON. */
final class Json {
    private Json() {}

    /** A text with its quotes; nothing in it can end the line or the text. */
    static String text(String plain) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(plain)) + '"';
    }
}
