package treecounter.workbench.checks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import treecounter.workbench.stack.Images;
import treecounter.workbench.stack.Programs;

/**
 * Evaluates PromQL over made series with {@code promtool test rules}: Prometheus's own engine, no
 * server. The program is taken from the PATH, else from the Prometheus image.
 *
 * <p>Every test expects a sample that never comes, so that promtool reports what it got instead.
 */
final class Promtool {
    private static final Pattern REPORT =
            Pattern.compile(
                    "(?m)^ {4}expr: .*, time: \\S+?, ?(?:err: (?<error>.*)|\\R"
                            + " {8}exp: .*\\R {8}got: (?<got>.*))$");
    private static final Pattern LABEL =
            Pattern.compile("\"?([a-zA-Z_][a-zA-Z0-9_]*)\"?=\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern SAMPLE =
            Pattern.compile("\\{((?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*+\")*+)\\} (\\S+?)(?:, |$)");
    private static final int SECONDS = 20;

    private static volatile Map<Task, CompletableFuture<List<Answer>>> ahead = Map.of();

    private final List<String> command;

    private Promtool(List<String> command) {
        this.command = command;
    }

    /** Made series, and the queries to ask about them at {@code time}. */
    record Task(List<String> series, String time, List<String> queries) {}

    /** What a query gave: samples by their labels, or the engine's error. */
    record Answer(Map<Map<String, String>, Double> samples, Optional<String> error) {}

    /**
     * @throws NotChecked if this machine has no promtool; the message says what to install
     */
    static Promtool find() {
        Optional<Path> onPath = Programs.onPath("promtool");
        if (onPath.isPresent()) {
            return new Promtool(List.of(onPath.get().toString(), "test", "rules"));
        }
        String image = Images.get("PROMETHEUS_IMAGE");
        if (Programs.succeeds("docker", "image", "inspect", image)) {
            // The file goes in by standard input: no mount, so it is alike on every system.
            String script = "cat > /tmp/test.yaml && exec promtool test rules /tmp/test.yaml";
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
                            image,
                            "-c",
                            script));
        }
        throw new NotChecked(
                "A query is checked by promtool. Put promtool (it comes with Prometheus) on the"
                        + " PATH, or start Docker and run: docker pull "
                        + image);
    }

    /**
     * Begins to answer these tasks, all in one run: to start it takes longer than to answer. What
     * was answered the last time is not asked again.
     */
    static void askAhead(List<Task> tasks) {
        Map<Task, CompletableFuture<List<Answer>>> before = ahead;
        Map<Task, CompletableFuture<List<Answer>>> now = new HashMap<>();
        List<Task> fresh = new ArrayList<>();
        for (Task task : tasks) {
            CompletableFuture<List<Answer>> known = before.get(task);
            if (known == null || known.isCompletedExceptionally()) {
                fresh.add(task);
            } else {
                now.put(task, known);
            }
        }
        if (!fresh.isEmpty()) {
            CompletableFuture<List<List<Answer>>> run =
                    CompletableFuture.supplyAsync(() -> find().run(fresh));
            for (int i = 0; i < fresh.size(); i++) {
                int index = i;
                now.put(fresh.get(i), run.thenApply(answers -> answers.get(index)));
            }
        }
        ahead = now;
    }

    /**
     * The answers to the queries of each task, in their order.
     *
     * @throws NotChecked if this machine has no promtool
     */
    static List<List<Answer>> answer(List<Task> tasks) {
        Map<Task, CompletableFuture<List<Answer>>> asked = ahead;
        if (!asked.keySet().containsAll(tasks)) {
            return find().run(tasks);
        }
        try {
            return tasks.stream().map(asked::get).map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            return find().run(tasks); // One of the others may have been the cause.
        }
    }

    private List<List<Answer>> run(List<Task> tasks) {
        List<Answer> answers = all(tasks);
        List<List<Answer>> byTask = new ArrayList<>();
        int next = 0;
        for (Task task : tasks) {
            byTask.add(answers.subList(next, next += task.queries().size()));
        }
        return byTask;
    }

    private List<Answer> all(List<Task> tasks) {
        String output = run(yaml(tasks));
        List<Answer> answers = new ArrayList<>();
        Matcher report = REPORT.matcher(output);
        while (report.find()) {
            answers.add(
                    report.group("error") != null
                            ? new Answer(Map.of(), Optional.of(report.group("error")))
                            : new Answer(samples(report.group("got")), Optional.empty()));
        }
        int asked = tasks.stream().mapToInt(task -> task.queries().size()).sum();
        if (answers.size() != asked) {
            throw new NotChecked(
                    "promtool said something unexpected (%d answers to %d queries): %s"
                            .formatted(answers.size(), asked, output.strip()));
        }
        return answers;
    }

    private String run(String test) {
        Path file = null;
        try {
            List<String> line = new ArrayList<>(command);
            boolean byFile = !command.contains("docker");
            if (byFile) {
                file = Files.createTempFile("promtool", ".yaml");
                Files.writeString(file, test);
                line.add(file.toString());
            }
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            if (!byFile) {
                process.getOutputStream().write(test.getBytes(StandardCharsets.UTF_8));
            }
            process.getOutputStream().close();
            AtomicBoolean late = new AtomicBoolean();
            Future<?> guard =
                    CompletableFuture.runAsync(
                            () -> {
                                late.set(true);
                                process.destroyForcibly();
                            },
                            CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS));
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            guard.cancel(false);
            if (late.get()) {
                throw new NotChecked(
                        "promtool did not answer within %d s. Is a query very heavy?"
                                .formatted(SECONDS));
            }
            return output.replace("\r\n", "\n");
        } catch (IOException e) {
            throw new NotChecked("promtool could not be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotChecked("interrupted");
        } finally {
            deleteIfExists(file);
        }
    }

    private static void deleteIfExists(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    private static String yaml(List<Task> tasks) {
        StringBuilder yaml = new StringBuilder("evaluation_interval: 5s\ntests:\n");
        for (Task task : tasks) {
            yaml.append("  - interval: 5s\n    input_series:\n");
            for (String series : task.series()) {
                String[] nameAndValues = series.split("\t");
                yaml.append("      - series: ").append(quoted(nameAndValues[0])).append('\n');
                yaml.append("        values: ").append(quoted(nameAndValues[1])).append('\n');
            }
            yaml.append("    promql_expr_test:\n");
            for (String query : task.queries()) {
                yaml.append("      - expr: ").append(quoted(query)).append('\n');
                yaml.append("        eval_time: ").append(task.time()).append('\n');
                yaml.append("        exp_samples:\n");
                yaml.append("          - labels: 'never'\n            value: 1\n");
            }
        }
        return yaml.toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(isPlain(c) ? c : "\\u%04x".formatted((int) c));
            }
        }
        return quoted.append('"').toString();
    }

    /** What YAML takes as it is. */
    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7f || c > 0x9f && c < 0xfffe;
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
}
