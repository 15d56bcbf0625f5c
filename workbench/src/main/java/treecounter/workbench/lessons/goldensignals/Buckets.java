package treecounter.workbench.lessons.goldensignals;

import java.io.IOException;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import treecounter.workbench.checks.Exposition;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Options;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.stack.Core;

/** Draws how many observations each bucket of a histogram has for itself. */
final class Buckets {
    private static final int WIDTH = 60;

    private final Screen screen;
    private final Options options;

    /** Buckets of the app that listens on {@code APP_PORT} (8001). */
    Buckets(Screen screen, Options options) {
        this.screen = screen;
        this.options = options;
    }

    /**
     * Draws the histogram {@code NAME}, all its label sets together.
     *
     * @return 0
     * @throws Refusal if there is no such histogram, or no app
     */
    int draw() {
        String name = options.get("NAME").orElse("random_value");
        Map<Double, Double> upTo = upTo(name);
        double most = 0;
        double below = 0;
        for (double sum : upTo.values()) {
            most = Math.max(most, sum - below);
            below = sum;
        }
        screen.line("%s: %.0f observations", name, below);
        below = 0;
        for (Map.Entry<Double, Double> bucket : upTo.entrySet()) {
            double here = bucket.getValue() - below;
            below = bucket.getValue();
            String bar = "#".repeat((int) Math.round(here / Math.max(1, most) * WIDTH));
            String line = "%10s %6.0f %s".formatted(bound(bucket.getKey()), here, bar);
            screen.line("%s", line.stripTrailing());
        }
        return 0;
    }

    private Map<Double, Double> upTo(String name) {
        URI uri = Core.APP.uri(options, "/metrics");
        try {
            Exposition page = Exposition.parse(Http.get(uri).body());
            Map<Double, Double> upTo = new TreeMap<>();
            page.samples(name + "_bucket")
                    .forEach((bucket, count) -> upTo.merge(le(bucket), count, Double::sum));
            if (upTo.isEmpty()) {
                throw new Refusal(
                        "NAME: expected a histogram of %s (%s), found '%s'."
                                .formatted(uri, String.join(", ", histograms(page)), name));
            }
            return upTo;
        } catch (IOException e) {
            throw new Refusal(
                    "No app answers at %s. Start one: make up, or make dev. On another port: APP_PORT=8011"
                            .formatted(uri));
        }
    }

    private static double le(Exposition.Series bucket) {
        String le = bucket.label("le");
        return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    }

    private static String bound(double le) {
        return Double.isInfinite(le)
                ? "+Inf"
                : String.format(Locale.ROOT, "%.6g", le).replaceFirst("\\.?0+$", "");
    }

    private static List<String> histograms(Exposition page) {
        return page.families().stream()
                .filter(family -> page.type(family).orElse("").equals("histogram"))
                .sorted(Comparator.naturalOrder())
                .collect(Collectors.toList());
    }
}
