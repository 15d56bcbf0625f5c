package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of CPU and memory, as manifests write them. */
final class Amount {
    private static final Pattern FORM = Pattern.compile("([^A-Za-z]*?)([KMGTPE]i|[numkMGTPE]|)");
    private static final List<String> THOUSANDS =
            List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");

    private Amount() {}

    /** CPUs or bytes; nothing where nothing is said. */
    static Optional<Double> of(JsonNode node) {
        String text = node.asText();
        if (node.isMissingNode() || text.isBlank()) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.of(new BigDecimal(text).doubleValue());
        }
        double number = Double.parseDouble(form.group(1));
        String unit = form.group(2);
        return Optional.of(
                unit.endsWith("i")
                        ? number * Math.pow(1024, BINARY.indexOf(unit))
                        : number * Math.pow(1000, THOUSANDS.indexOf(unit) - 3));
    }

    static String mebibytes(double bytes) {
        return String.format(Locale.ROOT, "%.0f MiB", bytes / 1024 / 1024);
    }
}
