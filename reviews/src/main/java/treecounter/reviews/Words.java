package treecounter.reviews;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a text is made of. */
public final class Words {
    private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{M}\\p{N}']+");
    private static final int MOST_SHOWN = 40;

    private Words() {}

    /** The words of a text in their order, in small letters. */
    public static List<String> in(String text) {
        return OTHER.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toList());
    }

    /** What somebody typed, short and without signs that a terminal obeys. */
    static String shown(String typed) {
        String plain = typed.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return plain.length() <= MOST_SHOWN ? plain : plain.substring(0, MOST_SHOWN) + "...";
    }
}
