package treecounter.workbench.checks;

import java.util.LinkedHashMap;
import java.util.Map;
import treecounter.workbench.checks.Exposition.Series;

/** By how much the samples of one name have to change, while an app is asked something. */
public final class Delta {
    private final String name;
    private final Causes causes;
    private final Map<Series, Double> expected = Exposition.sorted();

    private Delta(String name, Causes causes) {
        this.name = name;
        this.causes = causes;
    }

    /** No change yet. */
    public static Delta of(String name, Causes causes) {
        return new Delta(name, causes);
    }

    /** One series has to grow by so much more; labels as {@code "status", "200"}. */
    public Delta expect(double growth, String... labels) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            byName.put(labels[i], labels[i + 1]);
        }
        expected.merge(new Series(name, byName), growth, Double::sum);
        return this;
    }

    /**
     * Compares with the page now, waited for a moment.
     *
     * @param when after what, for the words
     * @throws Finding if it has changed otherwise
     */
    public void since(Exposition before, Bench bench, String when) {
        Exposition now =
                Poll.until(page -> page.since(before, name).equals(expected), () -> bench.scrape());
        Map<Series, Double> found = now.since(before, name);
        if (!found.equals(expected)) {
            throw new Finding(
                    (Declared.changes(expected, found) + " " + when).strip(),
                    Declared.changes(found, expected),
                    causes.of(new Difference(bench, name, before, now, expected, found)));
        }
    }

    /** The same for what the app can answer at once. */
    public void after(Bench bench, String when, Runnable pages) {
        since(bench.before(pages), bench, when);
    }
}
