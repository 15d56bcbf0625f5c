import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/**
 * Sums up the Surefire reports of all modules: {@code java .ci/Summary.java EPOCH_SECONDS}, where
 * reports older than that are left out.
 *
 * <p>Exit status 1 when no test that needs Docker ran although TREECOUNTER_DOCKER is "required".
 */
final class Summary {
    private static final int LONGEST = 300;

    private record Outcome(String test, boolean docker, String failure, String skipped) {
        boolean failed() {
            return failure != null;
        }

        boolean wasSkipped() {
            return skipped != null;
        }

        boolean ran() {
            return !wasSkipped();
        }
    }

    private Summary() {}

    public static void main(String[] args)
            throws IOException, ParserConfigurationException, SAXException {
        Instant since = Instant.ofEpochSecond(args.length > 0 ? Long.parseLong(args[0]) : 0);
        List<Outcome> outcomes = new ArrayList<>();
        for (Path report : reports(Path.of(""), since)) {
            outcomes.addAll(read(report));
        }

        System.out.println();
        for (Outcome outcome : outcomes) {
            if (outcome.failed()) {
                System.out.println("FAILED   " + outcome.test() + ": " + outcome.failure());
            }
        }
        for (Outcome outcome : outcomes) {
            if (outcome.wasSkipped()) {
                System.out.println("skipped  " + outcome.test() + ": " + outcome.skipped());
            }
        }
        long docker = outcomes.stream().filter(Outcome::docker).count();
        long dockerRan = outcomes.stream().filter(o -> o.docker() && o.ran()).count();
        System.out.printf("%d of %d tests that need Docker ran%n", dockerRan, docker);
        boolean missing = dockerRan == 0 && "required".equals(System.getenv("TREECOUNTER_DOCKER"));
        if (missing) {
            System.out.println("At least one had to: Docker is ready. This run counts as failed.");
        }

        long failed = outcomes.stream().filter(Outcome::failed).count();
        long skipped = outcomes.stream().filter(Outcome::wasSkipped).count();
        System.out.printf(
                "%d passed, %d failed, %d skipped%n",
                outcomes.size() - failed - skipped, failed, skipped);
        System.exit(missing ? 1 : 0);
    }

    /** Modules lie in the root directory and in solutions/. */
    private static List<Path> reports(Path root, Instant since) throws IOException {
        List<Path> reports = new ArrayList<>();
        for (Path parent : List.of(root, root.resolve("solutions"))) {
            if (!Files.isDirectory(parent.toAbsolutePath())) {
                continue;
            }
            for (Path module : list(parent.toAbsolutePath(), "*")) {
                Path directory = module.resolve("target/surefire-reports");
                if (Files.isDirectory(directory)) {
                    for (Path report : list(directory, "TEST-*.xml")) {
                        if (!Files.getLastModifiedTime(report).toInstant().isBefore(since)) {
                            reports.add(report);
                        }
                    }
                }
            }
        }
        return reports;
    }

    private static List<Path> list(Path directory, String glob) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
            stream.forEach(paths::add);
        }
        paths.sort(null);
        return paths;
    }

    private static List<Outcome> read(Path report)
            throws IOException, ParserConfigurationException, SAXException {
        Element suite =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(report.toFile())
                        .getDocumentElement();
        List<Outcome> outcomes = new ArrayList<>();
        NodeList cases = suite.getElementsByTagName("testcase");
        if (cases.getLength() == 0) {
            // So Surefire reports a class whose @BeforeAll made an assumption that failed.
            String name = suite.getAttribute("name");
            outcomes.add(new Outcome(name, needsDocker(name), null, "the whole class"));
        }
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            String className = test.getAttribute("classname");
            // A class that fails or is skipped as a whole is one case without a name.
            String name = test.getAttribute("name");
            String failure = message(test, "failure");
            outcomes.add(
                    new Outcome(
                            name.isEmpty() || name.equals(className)
                                    ? className
                                    : className + "." + name,
                            needsDocker(className),
                            failure != null ? failure : message(test, "error"),
                            message(test, "skipped")));
        }
        return outcomes;
    }

    private static boolean needsDocker(String className) {
        return className.replaceAll("\\$.*", "").endsWith("DockerTest");
    }

    /** The message on one line, or null where the case has no such element. */
    private static String message(Element test, String tag) {
        NodeList elements = test.getElementsByTagName(tag);
        if (elements.getLength() == 0) {
            return null;
        }
        Element element = (Element) elements.item(0);
        String text = element.getAttribute("message");
        if (text.isBlank()) {
            // A failed assumption has no message attribute, only its stack trace.
            text = element.getTextContent().split("\n\tat ")[0];
        }
        text =
                text.replace("org.opentest4j.TestAbortedException:", "")
                        .replace("Assumption failed:", "")
                        .strip()
                        .replaceAll("\\s+", " ");
        if (text.isEmpty()) {
            return "(no reason given)";
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
