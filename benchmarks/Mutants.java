import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Puts the checks to the proof: {@code java benchmarks/Mutants.java [MODULE ...] [N]}, after {@code
 * make build}. It spoils the lines that a solution has beyond its starter, by rule, one place at a
 * time, checks each mutant that compiles, and prints whether it is caught, at which check and with
 * which hint. Whether a hint names the cause, a reader has to judge. What passes is as right as the
 * solution, or a hole. All are more than a thousand and take half an hour on a machine that has
 * nothing else to do; a number N takes each N-th only.
 */
public final class Mutants {
    private static final List<String> MODULES =
            List.of(
                    "section-1-exposing",
                    "section-2-custom-metrics",
                    "section-3-prometheus-grafana",
                    "bonus-histograms",
                    "bonus-gauges-summaries",
                    "bonus-golden-signals");

    /** What is taken for another method of a like name or a like use. */
    private static final Map<String, List<String>> SIMILAR =
            Map.ofEntries(
                    Map.entry("inc", List.of("get", "noLabelsChild")),
                    Map.entry("register", List.of("create")),
                    Map.entry("nanoTime", List.of("currentTimeMillis")),
                    Map.entry("startTimer", List.of("startTimer().observeDuration", "get")),
                    Map.entry("observe", List.of("time")),
                    Map.entry("getPath", List.of("getRawPath", "toString", "getQuery")),
                    Map.entry(
                            "equals",
                            List.of("startsWith", "endsWith", "contains", "equalsIgnoreCase")),
                    Map.entry("status", List.of("contentType", "hashCode")),
                    Map.entry("labels", List.of("remove")),
                    Map.entry("Counter", List.of("Gauge", "Summary", "Histogram")),
                    Map.entry("Histogram", List.of("Summary", "Gauge")),
                    Map.entry("Gauge", List.of("Counter", "Summary")),
                    Map.entry("Summary", List.of("Histogram", "Gauge")),
                    Map.entry("set", List.of("inc", "dec")),
                    Map.entry("dec", List.of("inc")),
                    Map.entry("HttpTimeoutException", List.of("java.net.ConnectException")),
                    Map.entry("REQUESTS", List.of("FOREST_REQUESTS", "FOREST_WAIT_SECONDS")),
                    Map.entry("FOREST_REQUESTS", List.of("REQUESTS", "FOREST_WAIT_SECONDS")),
                    Map.entry("FOREST_WAIT_SECONDS", List.of("REQUESTS", "FOREST_REQUESTS")));

    /** What stands in the place of an argument, where it compiles. */
    private static final List<String> ARGUMENTS =
            List.of(
                    "exchange.getRequestURI().getPath()",
                    "exchange.getRequestURI().toString()",
                    "exchange.getRequestMethod()",
                    "String.valueOf(exchange.getResponseCode())",
                    "answer.body()",
                    "answer.contentType()",
                    "\"/treecounter\"",
                    "\"200\"",
                    "1",
                    "-1",
                    "0",
                    "new CollectorRegistry()");

    /** What is measured in place of the seconds between two looks at the clock. */
    private static final List<String> MEASURED =
            List.of(
                    "System.nanoTime() - start",
                    "(System.nanoTime() - start) / 1_000_000_000",
                    "(System.nanoTime() - start) / 1_000_000_000L",
                    "(System.nanoTime() - start) / 1_000_000",
                    "(System.nanoTime() - start) / 1e3",
                    "(System.nanoTime() - start) / 1e6",
                    "(System.nanoTime() - start) / 1e12",
                    "(System.nanoTime() - start) * 1e9",
                    "(start - System.nanoTime()) / 1e9",
                    "System.nanoTime() - start / 1e9",
                    "System.nanoTime() / 1e9",
                    "start / 1e9",
                    "System.currentTimeMillis() / 1e3",
                    "System.currentTimeMillis()",
                    "System.currentTimeMillis() - start",
                    "java.time.LocalTime.now().toSecondOfDay()",
                    "java.time.LocalTime.now().toNanoOfDay()",
                    "java.time.Duration.ofNanos(System.nanoTime() - start).toSeconds()",
                    "java.time.Duration.ofNanos(System.nanoTime() - start).toMillis()",
                    "java.time.Duration.ofNanos(System.nanoTime() - start).getNano()",
                    "java.util.concurrent.TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() -"
                            + " start)",
                    "Math.round((System.nanoTime() - start) / 1e9)",
                    "Math.ceil((System.nanoTime() - start) / 1e9)");

    /** Other right forms of a solution, which have other mutants: module, file, find, replace. */
    private static final List<List<String>> FORMS =
            List.of(
                    List.of(
                            "bonus-histograms",
                            "LatencyHandler.java",
                            "try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer())"
                                + " {\n"
                                + "            handler.handle(exchange);\n"
                                + "        }",
                            "long start = System.nanoTime();\n"
                                + "        try {\n"
                                + "            handler.handle(exchange);\n"
                                + "        } finally {\n"
                                + "            LATENCY.labels(endpoint).observe((System.nanoTime()"
                                + " - start) / 1e9);\n"
                                + "        }"),
                    List.of(
                            "bonus-histograms",
                            "LatencyHandler.java",
                            "try (Histogram.Timer timer = LATENCY.labels(endpoint).startTimer())"
                                + " {\n"
                                + "            handler.handle(exchange);\n"
                                + "        }",
                            "Histogram.Timer timer = LATENCY.labels(endpoint).startTimer();\n"
                                    + "        try {\n"
                                    + "            handler.handle(exchange);\n"
                                    + "        } finally {\n"
                                    + "            timer.observeDuration();\n"
                                    + "        }"),
                    List.of(
                            "section-1-exposing",
                            "TreeCounterHandler.java",
                            "        switch (exchange.getRequestURI().getPath()) {\n"
                                + "            case \"/treecounter\" -> answer(exchange,"
                                + " \"/treecounter\", treeCounter(exchange));\n"
                                + "            case \"/metrics\" -> metrics.handle(exchange);\n",
                            "        if (exchange.getRequestURI().getPath().equals(\"/metrics\"))"
                                + " {\n"
                                + "            metrics.handle(exchange);\n"
                                + "            return;\n"
                                + "        }\n"
                                + "        switch (exchange.getRequestURI().getPath()) {\n"
                                + "            case \"/treecounter\" -> answer(exchange,"
                                + " \"/treecounter\", treeCounter(exchange));\n"));

    private final Path root = Path.of("").toAbsolutePath();
    private final Bench bench;

    private Mutants(Bench bench) {
        this.bench = bench;
    }

    public static void main(String[] args) throws Exception {
        Path jar = Path.of("workbench/target/app.jar");
        if (!Files.exists(jar)) {
            System.err.println("Expected " + jar + ", found none. Run: make build");
            System.exit(2);
        }
        List<String> named = Stream.of(args).filter(arg -> !arg.matches("\\d+")).toList();
        int every =
                Stream.of(args)
                        .filter(arg -> arg.matches("\\d+"))
                        .mapToInt(Integer::parseInt)
                        .findFirst()
                        .orElse(1);
        new Mutants(new Bench(jar)).run(named.isEmpty() ? MODULES : named, every);
        System.exit(0); // Threads of the workbench's own may still wait for something.
    }

    /** A source with one place spoilt. */
    private record Mutant(String module, String file, String rule, String what, String text) {}

    private record Verdict(Mutant mutant, String check, String hint) {
        boolean compiles() {
            return !check.equals("-");
        }

        boolean caught() {
            return compiles() && !check.equals("passes");
        }
    }

    private void run(List<String> modules, int every) throws Exception {
        List<Mutant> mutants = new ArrayList<>();
        for (String module : modules) {
            List<Mutant> all = mutantsOf(module.replaceFirst("^solutions/", ""));
            for (int i = 0; i < all.size(); i += every) {
                mutants.add(all.get(i));
            }
        }
        System.out.printf("%d mutants%n", mutants.size());
        int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        List<Future<Verdict>> verdicts = new ArrayList<>();
        for (Mutant mutant : mutants) {
            verdicts.add(pool.submit(() -> bench.check(mutant)));
        }
        List<Verdict> compiled = new ArrayList<>();
        for (Future<Verdict> future : verdicts) {
            Verdict verdict = future.get();
            if (verdict.compiles()) {
                compiled.add(verdict);
                Mutant mutant = verdict.mutant;
                System.out.printf(
                        "%n%-6s %s, %s, %s: %s%n%s",
                        verdict.check,
                        mutant.module,
                        mutant.file,
                        mutant.rule,
                        mutant.what,
                        verdict.hint.indent(7));
                System.out.flush();
            }
        }
        pool.shutdown();
        System.out.printf("%n%-28s%8s%8s%n", "", "mutants", "caught");
        modules.forEach(
                module -> sum(module, compiled, verdict -> module.endsWith(verdict.mutant.module)));
        Set<String> rules = new LinkedHashSet<>();
        compiled.forEach(verdict -> rules.add(verdict.mutant.rule));
        rules.forEach(rule -> sum(rule, compiled, verdict -> verdict.mutant.rule.equals(rule)));
        sum("all", compiled, verdict -> true);
        System.out.printf("%d more do not compile.%n", mutants.size() - compiled.size());
    }

    private static void sum(
            String name, List<Verdict> verdicts, java.util.function.Predicate<Verdict> which) {
        System.out.printf(
                "%-28s%8d%8d%n",
                name,
                verdicts.stream().filter(which).count(),
                verdicts.stream().filter(which).filter(Verdict::caught).count());
    }

    private List<Mutant> mutantsOf(String module) throws IOException {
        Map<String, Mutant> byText = new LinkedHashMap<>();
        Path sources = root.resolve("solutions/" + module + "/src/main/java/treecounter");
        try (Stream<Path> files = Files.list(sources).sorted()) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                Path starter = root.resolve(module + "/src/main/java/treecounter/" + name);
                String before = Files.exists(starter) ? Files.readString(starter) : "";
                String solution = Files.readString(file);
                spoil(module, name, before, solution, byText);
                for (List<String> form : FORMS) {
                    if (form.get(0).equals(module) && form.get(1).equals(name)) {
                        spoil(
                                module,
                                name,
                                before,
                                replaced(solution, form.get(2), form.get(3)),
                                byText);
                    }
                }
                byText.remove(name + solution);
            }
        }
        return List.copyOf(byText.values());
    }

    private static String replaced(String text, String find, String replace) {
        if (!text.contains(find)) {
            throw new IllegalStateException("Not there any more: " + find);
        }
        return text.replace(find, replace);
    }

    private static void spoil(
            String module, String file, String starter, String solution, Map<String, Mutant> all) {
        Source source = new Source(starter, solution);
        source.spoil(
                (rule, what, text) -> {
                    String oneLine = what.replaceAll("\\s+", " ");
                    all.putIfAbsent(file + text, new Mutant(module, file, rule, oneLine, text));
                });
    }

    private interface Found {
        void add(String rule, String what, String text);
    }

    /** A source of a solution, and the rules by which it is spoilt. */
    private static final class Source {
        private final String starter;
        private final String text;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final boolean[] own;
        private final List<Tree> places = new ArrayList<>();
        private final Map<Tree, List<? extends Tree>> siblings = new LinkedHashMap<>();
        private Found found;

        Source(String starter, String text) {
            this.starter = starter;
            this.text = text;
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            JavaFileObject file =
                    new SimpleJavaFileObject(
                            URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignore) {
                            return text;
                        }
                    };
            JavacTask task =
                    (JavacTask) compiler.getTask(null, null, null, null, null, List.of(file));
            try {
                this.unit = task.parse().iterator().next();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            this.positions = Trees.instance(task).getSourcePositions();
            this.own = ownLines();
        }

        private boolean[] ownLines() {
            Set<String> old =
                    starter.lines()
                            .map(String::strip)
                            .collect(Collectors.toCollection(HashSet::new));
            List<String> lines = text.lines().toList();
            boolean[] own = new boolean[lines.size() + 1];
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                own[i + 1] = !line.isEmpty() && !line.startsWith("import ") && !old.contains(line);
            }
            return own;
        }

        void spoil(Found to) {
            this.found = to;
            unit.accept(new Collector(), null);
            for (Tree place : places) {
                if (isOwn(place)) {
                    rules(place);
                }
            }
            oldLines();
        }

        private final class Collector extends TreeScanner<Void, Void> {
            @Override
            public Void scan(Tree tree, Void nothing) {
                if (tree != null) {
                    places.add(tree);
                }
                return super.scan(tree, nothing);
            }

            @Override
            public Void visitBlock(BlockTree block, Void nothing) {
                block.getStatements().forEach(one -> siblings.put(one, block.getStatements()));
                return super.visitBlock(block, nothing);
            }

            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                type.getMembers().stream()
                        .filter(one -> one instanceof VariableTree || one instanceof BlockTree)
                        .forEach(one -> siblings.put(one, type.getMembers()));
                return super.visitClass(type, nothing);
            }
        }

        private void rules(Tree place) {
            if (siblings.containsKey(place)) {
                statement(place);
            }
            if (place instanceof TryTree one) {
                unwrap(one);
            }
            if (place instanceof CaseTree one) {
                put("dropped", one, "");
                if (one.getBody() != null) {
                    put("dropped", one.getBody(), "{}");
                }
            }
            if (place instanceof LiteralTree literal) {
                constant(literal);
            }
            if (place instanceof MethodInvocationTree call) {
                arguments(call.getArguments(), call);
                link(call);
                if (call.getArguments().isEmpty() && of(call).endsWith(".inc()")) {
                    put("argument", call, of(call).replaceFirst("\\(\\)$", "(2)"));
                    put("argument", call, of(call).replaceFirst("\\(\\)$", "(0)"));
                }
            }
            if (place instanceof NewClassTree made) {
                arguments(made.getArguments(), made);
                made.getArguments().forEach(one -> put("dropped", made, of(one)));
            }
            if (place instanceof MemberSelectTree select) {
                similar(select, select.getIdentifier().toString());
            }
            if (place instanceof IdentifierTree name) {
                similar(name, name.getName().toString());
            }
            if (place instanceof BinaryTree binary) {
                String left = of(binary.getLeftOperand());
                String right = of(binary.getRightOperand());
                String operator =
                        text.substring(
                                end(binary.getLeftOperand()), start(binary.getRightOperand()));
                put("operands", binary, right + operator + left);
                Map.of("/", "*", "-", "+", "==", "!=", "&&", "||")
                        .forEach(
                                (from, to) -> {
                                    if (operator.strip().equals(from)) {
                                        put("operator", binary, left + " " + to + " " + right);
                                    }
                                });
                if (of(binary).contains("nanoTime")) {
                    MEASURED.forEach(other -> put("unit", binary, other));
                }
            }
            if (place instanceof ConditionalExpressionTree choice) {
                put(
                        "branches exchanged",
                        choice,
                        "%s ? %s : %s"
                                .formatted(
                                        of(choice.getCondition()),
                                        of(choice.getFalseExpression()),
                                        of(choice.getTrueExpression())));
                put("one branch only", choice, of(choice.getTrueExpression()));
                put("one branch only", choice, of(choice.getFalseExpression()));
            }
            if (place instanceof IfTree choice) {
                String condition = of(choice.getCondition());
                put("negated", choice.getCondition(), "(!" + condition + ")");
            }
        }

        private void statement(Tree one) {
            put("dropped", one, "");
            put("doubled", one, of(one) + "\n" + of(one));
            List<? extends Tree> around = siblings.get(one);
            int at = around.indexOf(one);
            if (at > 0) {
                exchanged(around.get(at - 1), one);
            }
            if (at + 1 < around.size()) {
                exchanged(one, around.get(at + 1));
            }
            if (!(one instanceof StatementTree) || one instanceof ReturnTree) {
                return;
            }
            if (at + 1 < around.size() && around.get(at + 1) instanceof StatementTree next) {
                String both = "try { %s } finally { %s }".formatted(of(next), of(one));
                put("into finally", start(one), end(next), both, of(one));
            }
            if (one instanceof VariableTree) {
                return;
            }
            for (Tree place : places) {
                if (place instanceof BlockTree block && !inside(block, one)) {
                    List<? extends StatementTree> all = block.getStatements();
                    boolean leaves =
                            !all.isEmpty() && all.get(all.size() - 1) instanceof ReturnTree;
                    int last = all.size() - (leaves ? 2 : 1);
                    if (all.isEmpty() || all.get(0) != one) {
                        moved(one, start(block) + 1, "to the start of");
                    }
                    if (last >= 0 && all.get(last) != one) {
                        moved(
                                one,
                                leaves ? start(all.get(last + 1)) : end(block) - 1,
                                "to the end of");
                    }
                }
                if (place instanceof TryTree attempt && !inside(attempt, one)) {
                    moved(one, start(attempt), "before the try");
                    moved(one, end(attempt), "after the try");
                    if (attempt.getFinallyBlock() == null) {
                        moved(one, end(attempt), "into a finally", " finally { " + of(one) + " }");
                    }
                }
                if (place instanceof CaseTree which && which.getBody() != null) {
                    caseBlock(one, which);
                }
            }
        }

        private void caseBlock(Tree one, CaseTree which) {
            Tree body = which.getBody();
            if (body instanceof BlockTree || inside(body, one)) {
                return;
            }
            String whole = of(body).replaceFirst(";?$", ";");
            for (String block :
                    List.of(
                            "{ %s %s }".formatted(of(one), whole),
                            "{ %s %s }".formatted(whole, of(one)))) {
                String changed =
                        start(one) < start(body)
                                ? cut(one)
                                        + text.substring(end(one), start(body))
                                        + block
                                        + text.substring(end(body))
                                : text.substring(0, start(body))
                                        + block
                                        + text.substring(end(body), start(one))
                                        + text.substring(end(one));
                found.add("moved", of(one) + " into the case: " + block, changed);
            }
        }

        private String cut(Tree one) {
            return text.substring(0, start(one));
        }

        private void exchanged(Tree first, Tree second) {
            found.add(
                    "moved",
                    of(second) + " before " + shortened(of(first)),
                    cut(first)
                            + of(second)
                            + text.substring(end(first), start(second))
                            + of(first)
                            + text.substring(end(second)));
        }

        private void moved(Tree one, int to, String where) {
            moved(one, to, where, "\n" + of(one) + "\n");
        }

        private void moved(Tree one, int to, String where, String inserted) {
            String without =
                    cut(one) + " ".repeat(end(one) - start(one)) + text.substring(end(one));
            found.add(
                    "moved",
                    "%s %s %s".formatted(of(one), where, lineAt(to)),
                    without.substring(0, to) + inserted + without.substring(to));
        }

        private void unwrap(TryTree attempt) {
            String body = inner(attempt.getBlock());
            String resources =
                    attempt.getResources().stream()
                            .map(one -> of(one) + ";\n")
                            .collect(Collectors.joining());
            put("out of try", attempt, body);
            put("out of try", attempt, resources + body);
            if (attempt.getFinallyBlock() != null) {
                put("out of try", attempt, resources + body + inner(attempt.getFinallyBlock()));
                put("out of try", attempt, resources + inner(attempt.getFinallyBlock()) + body);
            }
            for (Tree resource : attempt.getResources()) {
                if (resource instanceof VariableTree variable) {
                    String name = variable.getName().toString();
                    for (String stop : List.of(name + ".observeDuration();", name + ".close();")) {
                        put("out of try", attempt, resources + body + "\n" + stop);
                        put("doubled", attempt.getBlock(), "{" + body + stop + "}");
                        put("out of try", attempt, resources + stop + body);
                    }
                }
            }
        }

        private String inner(BlockTree block) {
            return text.substring(start(block) + 1, end(block) - 1);
        }

        private void constant(LiteralTree literal) {
            if (literal.getValue() instanceof String value) {
                Set<String> others = new LinkedHashSet<>(List.of(""));
                if (!value.contains(" ")) {
                    others.addAll(inSameCalls(literal));
                    others.add(value.substring(0, Math.max(0, value.length() - 1)));
                    others.add(value.replaceFirst("_total$", ""));
                    others.add(value.replaceFirst("_seconds", "_ms"));
                    others.add(value.replaceFirst("_seconds", ""));
                    others.add(value.replace('_', '-'));
                    others.add(value.replaceFirst("^/", ""));
                    if (value.startsWith("/")) {
                        others.add(value + "/");
                    }
                }
                others.remove(value);
                others.forEach(other -> put("constant", literal, "\"" + other + "\""));
            } else if (literal.getValue() instanceof Number) {
                for (String other :
                        List.of("1e3", "1e6", "1e12", "1_000_000_000", "1000", "1", "60", "2")) {
                    put("constant", literal, other);
                }
            }
        }

        /** What else is handed to methods of the same name: {@code labels("error")} for ok. */
        private Set<String> inSameCalls(LiteralTree literal) {
            Map<String, Set<String>> byMethod = new LinkedHashMap<>();
            Set<String> methods = new HashSet<>();
            for (Tree place : places) {
                if (place instanceof MethodInvocationTree call && isOwn(call)) {
                    String method = of(call.getMethodSelect()).replaceAll("(?s).*\\W", "");
                    for (ExpressionTree argument : call.getArguments()) {
                        if (argument instanceof LiteralTree one
                                && one.getValue() instanceof String text) {
                            byMethod.computeIfAbsent(method, key -> new LinkedHashSet<>())
                                    .add(text);
                            if (one == literal) {
                                methods.add(method);
                            }
                        }
                    }
                }
            }
            return methods.stream()
                    .flatMap(method -> byMethod.get(method).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        private void arguments(List<? extends ExpressionTree> arguments, Tree call) {
            if (arguments.isEmpty()) {
                return;
            }
            int from = start(arguments.get(0));
            int to = end(arguments.get(arguments.size() - 1));
            List<String> texts = arguments.stream().map(this::of).toList();
            for (int i = 0; i < texts.size(); i++) {
                List<String> fewer = new ArrayList<>(texts);
                fewer.remove(i);
                put("argument", from, to, String.join(", ", fewer), of(call));
                List<String> more = new ArrayList<>(texts);
                more.add(i, texts.get(i));
                put("argument", from, to, String.join(", ", more), of(call));
                if (i > 0) {
                    List<String> swapped = new ArrayList<>(texts);
                    swapped.set(i, texts.get(i - 1));
                    swapped.set(i - 1, texts.get(i));
                    put("argument", from, to, String.join(", ", swapped), of(call));
                }
            }
            if (of(call).matches("(?s).*\\.(name|help|labelNames|printf|valueOf)\\([^()]*\\)")) {
                return;
            }
            Set<String> others = new LinkedHashSet<>(ARGUMENTS);
            for (Tree place : places) {
                if (place instanceof MethodInvocationTree other && isOwn(other)) {
                    other.getArguments().stream()
                            .filter(one -> !(one instanceof LiteralTree))
                            .map(this::of)
                            .forEach(others::add);
                }
            }
            for (ExpressionTree argument : arguments) {
                others.stream()
                        .filter(other -> !other.equals(of(argument)))
                        .forEach(other -> put("argument", argument, other));
            }
        }

        /**
         * A link of a chain of calls taken out: of {@code build().name(...).help(...)} the name.
         */
        private void link(MethodInvocationTree call) {
            if (call.getMethodSelect() instanceof MemberSelectTree select) {
                put("dropped", end(select.getExpression()), end(call), "", of(call));
                if (!of(call).matches("(?s).*\\.(name|help|labelNames)\\([^()]*\\)")) {
                    put(
                            "doubled",
                            end(call),
                            end(call),
                            text.substring(end(select.getExpression()), end(call)),
                            of(call));
                }
            }
        }

        private void similar(Tree place, String name) {
            for (String other : SIMILAR.getOrDefault(name, List.of())) {
                put("similar", end(place) - name.length(), end(place), other, of(place));
            }
        }

        /** What the solution has in place of lines of the starter, and those left beside it. */
        private void oldLines() {
            List<String> before = starter.lines().toList();
            List<String> after = text.lines().toList();
            Set<String> kept = after.stream().map(String::strip).collect(Collectors.toSet());
            List<String> gone =
                    before.stream()
                            .filter(line -> !line.isBlank() && !line.strip().startsWith("// TODO"))
                            .filter(line -> !line.strip().startsWith("import "))
                            .filter(
                                    line ->
                                            !kept.contains(line.strip())
                                                    || count(before, line) < count(after, line))
                            .distinct()
                            .filter(line -> line.strip().endsWith(";"))
                            .toList();
            for (String line : gone) {
                for (int i = 1; i < own.length; i++) {
                    if (own[i]) {
                        String where = after.get(i - 1).strip();
                        List<String> above = new ArrayList<>(after);
                        above.add(i - 1, line);
                        found.add(
                                "old line left",
                                line.strip() + " above " + where,
                                String.join("\n", above) + "\n");
                        List<String> below = new ArrayList<>(after);
                        below.add(i, line);
                        found.add(
                                "old line left",
                                line.strip() + " below " + where,
                                String.join("\n", below) + "\n");
                        List<String> instead = new ArrayList<>(after);
                        instead.set(i - 1, line);
                        found.add(
                                "old line left",
                                line.strip() + " in place of " + where,
                                String.join("\n", instead) + "\n");
                        List<String> afterBlock = new ArrayList<>(after);
                        for (int j = i; j < after.size(); j++) {
                            if (after.get(j).strip().equals("}")) {
                                afterBlock.add(j + 1, line);
                                found.add(
                                        "old line left",
                                        line.strip() + " below the block of " + where,
                                        String.join("\n", afterBlock) + "\n");
                                break;
                            }
                        }
                    }
                }
            }
        }

        private static long count(List<String> lines, String line) {
            return lines.stream().map(String::strip).filter(line.strip()::equals).count();
        }

        private void put(String rule, Tree tree, String instead) {
            put(rule, start(tree), end(tree), instead, of(tree));
        }

        private void put(String rule, int from, int to, String instead, String what) {
            String was = text.substring(from, to);
            String changed = text.substring(0, from) + instead + text.substring(to);
            found.add(
                    rule,
                    "line %d, in %s: '%s' -> '%s'"
                            .formatted(
                                    unit.getLineMap().getLineNumber(from),
                                    shortened(what),
                                    shortened(was),
                                    instead),
                    changed);
        }

        private static String shortened(String code) {
            String line = code.replaceAll("\\s+", " ").strip();
            return line.length() <= 90 ? line : line.substring(0, 87) + "...";
        }

        private String lineAt(int position) {
            int line = (int) unit.getLineMap().getLineNumber(position);
            return "line " + line + ": " + text.lines().toList().get(line - 1).strip();
        }

        private boolean inside(Tree inner, Tree outer) {
            return start(inner) >= start(outer) && end(inner) <= end(outer);
        }

        private boolean isOwn(Tree tree) {
            int from = start(tree);
            return from >= 0
                    && end(tree) > from
                    && own[(int) unit.getLineMap().getLineNumber(from)]
                    && !(tree instanceof AssignmentTree);
        }

        private String of(Tree tree) {
            return text.substring(start(tree), end(tree));
        }

        private int start(Tree tree) {
            return (int) positions.getStartPosition(unit, tree);
        }

        private int end(Tree tree) {
            return (int) positions.getEndPosition(unit, tree);
        }
    }

    /** The workbench, loaded from its jar: a mutant is checked as a learner's code is. */
    private static final class Bench {
        private static final int TRIES = 4;
        private static final Pattern FAILED = Pattern.compile("(?m)^  FAIL  (\\S+)");
        private static final Pattern HINT = Pattern.compile("(?s)\n        hint {7}(.*)");

        private final ClassLoader loader;
        private final Constructor<?> screen;
        private final Constructor<?> workshop;
        private final Constructor<?> checking;
        private final Method find;
        private final Method check;
        private final ThreadLocal<Path> directory = ThreadLocal.withInitial(Bench::temporary);
        private final ThreadLocal<Map<String, Object>> checkings =
                ThreadLocal.withInitial(TreeMap::new);
        private final ThreadLocal<ByteArrayOutputStream> outputs =
                ThreadLocal.withInitial(ByteArrayOutputStream::new);

        Bench(Path jar) throws Exception {
            List<URL> jars = new ArrayList<>();
            jars.add(jar.toUri().toURL());
            try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
                for (Path library : libraries.toList()) {
                    jars.add(library.toUri().toURL());
                }
            }
            loader = new URLClassLoader(jars.toArray(URL[]::new));
            Class<?> screens = loader.loadClass("treecounter.workbench.machine.Screen");
            Class<?> workshops = loader.loadClass("treecounter.workbench.workshop.Workshop");
            Class<?> checkingClass = loader.loadClass("treecounter.workbench.loop.Checking");
            screen = screens.getConstructor(PrintStream.class, boolean.class);
            workshop = workshops.getConstructor(Path.class);
            checking = checkingClass.getConstructor(screens, workshops);
            find = workshops.getMethod("find", String.class, Path.class);
            check = checkingClass.getMethod("check", find.getReturnType());
        }

        Verdict check(Mutant mutant) throws Exception {
            Thread.currentThread().setContextClassLoader(loader);
            Path workshopDirectory = directory.get();
            Path module = workshopDirectory.resolve("solutions/" + mutant.module);
            if (!Files.exists(module)) {
                copy(Path.of("solutions/" + mutant.module), module);
            }
            Path source = module.resolve("src/main/java/treecounter/" + mutant.file);
            String solution = Files.readString(source);
            Files.writeString(source, mutant.text);
            ByteArrayOutputStream output = outputs.get();
            try {
                Object here = workshop.newInstance(workshopDirectory);
                Object checks = checkings.get().get(mutant.module);
                if (checks == null) {
                    PrintStream print = new PrintStream(output, true, UTF_8);
                    checks = checking.newInstance(screen.newInstance(print, false), here);
                    checkings.get().put(mutant.module, checks);
                }
                Object found = find.invoke(here, "solutions/" + mutant.module, workshopDirectory);
                for (int i = 0; i < TRIES && (i == 0 || isBusy(output)); i++) {
                    output.reset();
                    check.invoke(checks, found);
                }
            } finally {
                Files.writeString(source, solution);
            }
            return verdict(mutant, output.toString(UTF_8));
        }

        /** Whether a machine with too much to do is the likelier cause of what was found. */
        private static boolean isBusy(ByteArrayOutputStream output) {
            String said = output.toString(UTF_8);
            return said.contains("did not listen on the port") || said.contains("machine busy?");
        }

        private static Verdict verdict(Mutant mutant, String output) {
            if (output.contains("\n  error: ")) {
                return new Verdict(mutant, "-", "");
            }
            Matcher failed = FAILED.matcher(output);
            if (!failed.find()) {
                return new Verdict(mutant, "passes", "");
            }
            Matcher hint = HINT.matcher(output);
            String said =
                    output.substring(failed.end()).replaceAll("(?m)^ {8}|\n {2}\\d of .*", "");
            return new Verdict(mutant, failed.group(1), hint.find() ? said.strip() : output);
        }

        private static Path temporary() {
            try {
                Path directory = Files.createTempDirectory("treecounter-mutants");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
                return directory;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private static void delete(Path directory) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                System.err.println("Still there: " + directory);
            }
        }

        private static void copy(Path from, Path to) throws IOException {
            try (Stream<Path> all = Files.walk(from)) {
                for (Path path : all.toList()) {
                    Path target = to.resolve(from.relativize(path).toString());
                    if (!path.startsWith(from.resolve("target"))
                            || path.startsWith(from.resolve("target/lib"))
                            || path.equals(from.resolve("target"))) {
                        if (Files.isDirectory(path)) {
                            Files.createDirectories(target);
                        } else {
                            Files.copy(path, target);
                        }
                    }
                }
            }
        }
    }
}
