package treecounter.workbench.promql;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Directories;
import treecounter.workbench.workshop.Images;

/**
 * Evaluates PromQL over made series with {@code promtool test rules}: Prometheus's own engine, no
 * server. The program is taken from the PATH, else from the Prometheus image.
 *
 * <p>Every test expects a sample that never comes, so that promtool reports what it got instead.
 */
public final class Promtool {
    private static final Pattern REPORT =
            Pattern.compile(
                    "(?m)^ {4}expr: .*, time: \\S+?, ?(?:err: (?<error>.*)|\\R"
                            + " {8}exp: .*\\R {8}got: (?<got>.*))$");
    private static final Pattern LABEL =
            Pattern.compile("\"?([a-zA-Z_][a-zA-Z0-9_]*)\"?=\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern SAMPLE =
            Pattern.compile("\\{((?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*+\")*+)\\} (\\S+?)(?:, |$)");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String END_OF_FILE = "END-OF-A-FILE-OF-TREECOUNTER";

    /** The file that holds the tests. */
    static final String TEST = "test.yaml";

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final double TOLERANCE = 1e-6;

    private final List<String> command;

    private Promtool(List<String> command) {
        this.command = command;
    }

    /** Made series, and the queries to ask about them at their end. */
    public record Task(List<String> series, List<String> queries) {}

    /** What a query gave: samples by their labels, or the engine's error. */
    public record Answer(Map<Map<String, String>, Double> samples, Optional<String> error) {}

    /**
     * @throws NotChecked if this machine has no promtool; the message says what to install
     */
    public static Promtool find() {
        Optional<Path> onPath = Command.onPath("promtool");
        if (onPath.isPresent()) {
            return new Promtool(List.of(onPath.get().toString()));
        }
        String image = Images.get("PROMETHEUS_IMAGE");
        if (Command.of("docker", "image", "inspect", image).succeeds()) {
            // The files go in by standard input: no mount, so it is alike on every system.
            return new Promtool(
                    List.of(
                            "docker",
                            "run",
                            "--rm",
                            "-i",
                            "--network",
                            "none",
                            "--entrypoint",
                            "sh",
                            image));
        }
        throw new NotChecked(
                "A query is checked by promtool. Put promtool (it comes with Prometheus) on the"
                        + " PATH, or start Docker and run: docker pull "
                        + image);
    }

    /** The answers to the queries of each task, in their order, all in one run. */
    public List<List<Answer>> run(List<Task> tasks) {
        // Series are read once for all that is asked about them: to read takes longer than to ask.
        Map<List<String>, List<Task>> together =
                tasks.stream()
                        .distinct()
                        .collect(
                                Collectors.groupingBy(
                                        Task::series, LinkedHashMap::new, Collectors.toList()));
        Iterator<Answer> answers =
                all(together.values().stream().map(Promtool::joined).toList()).iterator();
        Map<Task, List<Answer>> byTask = new HashMap<>();
        for (List<Task> some : together.values()) {
            for (Task task : some) {
                byTask.put(task, task.queries().stream().map(query -> answers.next()).toList());
            }
        }
        return tasks.stream().map(byTask::get).toList();
    }

    private static Task joined(List<Task> tasks) {
        return new Task(
                tasks.get(0).series(),
                tasks.stream().flatMap(task -> task.queries().stream()).toList());
    }

    private List<Answer> all(List<Task> tasks) {
        String output = run(Map.of(TEST, file(tasks)));
        List<Answer> answers = answers(output);
        int asked = tasks.stream().mapToInt(task -> task.queries().size()).sum();
        if (answers.size() != asked) {
            throw new NotChecked(
                    "promtool said something unexpected (%d answers to %d queries): %s"
                            .formatted(answers.size(), asked, output.strip()));
        }
        return answers;
    }

    /** What promtool tells of the answers to queries, in their order. */
    static List<Answer> answers(String output) {
        List<Answer> answers = new ArrayList<>();
        Matcher report = REPORT.matcher(output);
        while (report.find()) {
            answers.add(
                    report.group("error") != null
                            ? new Answer(Map.of(), Optional.of(report.group("error")))
                            : new Answer(samples(report.group("got")), Optional.empty()));
        }
        return answers;
    }

    /** What promtool says of the tests in one of these files, {@value #TEST}. */
    String run(Map<String, String> files) {
        return say(files, List.of("test", "rules", TEST));
    }

    /**
     * What promtool says, in a directory with these files, and no others.
     *
     * @param words its arguments, which need no quotes
     */
    public String say(Map<String, String> files, List<String> words) {
        return Said.before(
                List.of(
                        String.join(" ", command),
                        String.valueOf(Path.of(command.get(0)).toFile().lastModified()),
                        String.join(" ", words),
                        new TreeMap<>(files).toString()),
                () -> sayNow(files, words));
    }

    private Command.Result sayNow(Map<String, String> files, List<String> words) {
        Path directory = null;
        try {
            boolean byFile = !command.contains("docker");
            List<String> line = new ArrayList<>(command);
            if (byFile) {
                directory = Files.createTempDirectory("promtool");
                // What is asked ahead may outlive the checks: then it is deleted on exit.
                directory.toFile().deleteOnExit();
                for (Map.Entry<String, String> file : files.entrySet()) {
                    Path path = directory.resolve(file.getKey());
                    path.toFile().deleteOnExit();
                    Files.writeString(path, file.getValue());
                }
                line.addAll(words);
            }
            Command asked = Command.of(line).reading(byFile ? "" : script(files, words));
            Command.Result result = (byFile ? asked.in(directory) : asked).within(LIMIT).run();
            if (result.isLate()) {
                throw new NotChecked("promtool did not answer in time. Is a query very heavy?");
            }
            return result;
        } catch (IOException e) {
            throw new NotChecked("promtool could not be run: " + e.getMessage());
        } finally {
            if (directory != null) {
                Directories.delete(directory);
            }
        }
    }

    /** Writes the files inside a container, and asks. */
    private static String script(Map<String, String> files, List<String> words) {
        StringBuilder script = new StringBuilder("cd /tmp\n");
        files.forEach(
                (name, text) ->
                        script.append("cat > %s <<'%s'\n".formatted(name, END_OF_FILE))
                                .append(text)
                                .append("\n%s\n".formatted(END_OF_FILE)));
        return script.append("exec promtool %s\n".formatted(String.join(" ", words))).toString();
    }

    /** A file of tests. It is JSON, and JSON is YAML. */
    private static String file(List<Task> tasks) {
        ObjectNode file = JSON.createObjectNode().put("evaluation_interval", "5s");
        ArrayNode tests = file.putArray("tests");
        for (Task task : tasks) {
            ObjectNode test = tests.addObject().put("interval", "5s");
            ArrayNode inputs = test.putArray("input_series");
            for (String series : task.series()) {
                String[] nameAndValues = series.split("\t");
                inputs.addObject().put("series", nameAndValues[0]).put("values", nameAndValues[1]);
            }
            ArrayNode queries = test.putArray("promql_expr_test");
            for (String query : task.queries()) {
                queries.addObject()
                        .put("expr", query)
                        .put("eval_time", MadeSeries.END)
                        .putArray("exp_samples")
                        .addObject()
                        .put("labels", "never")
                        .put("value", 1);
            }
        }
        return file.toString();
    }

    private static Map<Map<String, String>, Double> samples(String got) {
        Map<Map<String, String>, Double> samples = new LinkedHashMap<>();
        Matcher sample = SAMPLE.matcher(got);
        while (sample.find()) {
            Map<String, String> labels = new TreeMap<>();
            Matcher label = LABEL.matcher(sample.group(1));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            samples.put(labels, number(sample.group(2)));
        }
        return samples;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** Whether two queries give the same in every world. */
    public static boolean same(List<Answer> one, List<Answer> other) {
        for (int i = 0; i < one.size(); i++) {
            if (!one.get(i).error().equals(other.get(i).error())
                    || !same(one.get(i).samples(), other.get(i).samples())) {
                return false;
            }
        }
        return true;
    }

    static boolean same(
            Map<Map<String, String>, Double> one, Map<Map<String, String>, Double> other) {
        return one.keySet().equals(other.keySet())
                && one.keySet().stream()
                        .allMatch(labels -> close(one.get(labels), other.get(labels)));
    }

    static boolean close(Double a, Double b) {
        return a.equals(b)
                || Double.isFinite(a)
                        && Double.isFinite(b)
                        && Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }
}
