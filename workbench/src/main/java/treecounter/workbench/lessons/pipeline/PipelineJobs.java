package treecounter.workbench.lessons.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.checks.NotChecked;
import treecounter.workbench.promql.Promtool;
import treecounter.workbench.workshop.Workshop;

/** The scrape jobs in {@code jobs/*.yaml}, and the targets that Prometheus makes of them. */
final class PipelineJobs {
    private static final String BLACKBOX = "blackbox:9115";
    private static final String CONFIGURATION = "prometheus.yml";
    private static final String EXPORTERS_FILE = "jobs/exporters.yaml";
    private static final String BLACKBOX_FILE = "jobs/blackbox.yaml";

    /** Who is asked by the jobs of the exporters. */
    private static final Map<String, String> EXPORTERS = new LinkedHashMap<>();

    static {
        EXPORTERS.put("node", "node-exporter:9100");
        EXPORTERS.put("postgres", "postgres-exporter:9187");
        EXPORTERS.put("redis", "redis-exporter:9121");
        EXPORTERS.put("rabbitmq", "rabbitmq:15692");
        EXPORTERS.put("grafana", "grafana:3000");
    }

    /** What the blackbox exporter is to ask for. */
    private static final Set<String> PROBED =
            new LinkedHashSet<>(
                    List.of(
                            "http://app:8001/fruit",
                            "http://worker:8004/metrics",
                            "http://prometheus:9090/-/ready",
                            "http://rabbitmq:15692/metrics"));

    private static final Pattern ERROR = Pattern.compile("(?s)FAILED: (.*)");
    private static final Pattern AT = Pattern.compile("\"[^\"]*?([\\w.-]+\\.yaml)\": (?s:(.*))");

    /** To find static targets takes no time; promtool waits all of it. */
    private static final String SHORT = "--timeout=100ms";

    private static final String LONG = "--timeout=3s";

    private final Bench bench;
    private final Map<String, String> files;

    PipelineJobs(Bench bench) {
        this.bench = bench;
        this.files = files(bench.module().file("jobs"));
    }

    /** A target before and after relabelling, as Prometheus has it. */
    private record Target(Map<String, String> labels) {
        String label(String name) {
            return labels.getOrDefault(name, "");
        }

        String address() {
            return label("__address__");
        }
    }

    /** What promtool said before, by what it was asked: nothing is asked twice. */
    private static final class Said {
        private final Map<List<Object>, String> answers = new ConcurrentHashMap<>();
    }

    /**
     * Checks the jobs of the exporters.
     *
     * @throws Finding if one is missing or wrong
     * @throws NotChecked if there is no promtool
     */
    void checkExporters() {
        Map<String, String> ours = written(EXPORTERS.keySet(), EXPORTERS_FILE);
        EXPORTERS.forEach((job, address) -> exporter(job, address, ours));
    }

    private void exporter(String job, String address, Map<String, String> ours) {
        List<Target> targets = targets(job, ours);
        String file = fileOf(job, ours);
        String expected = "the job %s has one target, %s".formatted(job, address);
        Finding.when(
                !targets.stream().map(Target::address).toList().equals(List.of(address)),
                expected,
                targets.isEmpty() ? "none" : addresses(targets),
                file + ": " + addressHint(job, address, targets));
        Target target = targets.get(0);
        Finding.when(
                !target.label("__metrics_path__").equals("/metrics"),
                expected + ", asked for /metrics",
                "it is asked for " + target.label("__metrics_path__"),
                file + ": job %s has a metrics_path. Without one it is /metrics.".formatted(job));
        Finding.when(
                !target.label("__scheme__").equals("http"),
                expected + ", asked by http",
                "it is asked by " + target.label("__scheme__"),
                file + ": nobody speaks https inside the stack. Leave scheme out.");
        Finding.when(
                !target.label("job").equals(job),
                "the label job of its series is " + job,
                target.label("job"),
                file + ": a label or a relabelling of this job writes over the label job.");
    }

    private static String addressHint(String job, String address, List<Target> targets) {
        if (targets.isEmpty()) {
            return "job %s has no static_configs with targets, or relabelling drops them."
                    .formatted(job);
        }
        if (targets.size() > 1) {
            return "job %s has more targets than its exporter.".formatted(job);
        }
        String found = targets.get(0).address();
        if (found.isEmpty()) {
            return "relabelling takes the target of job %s away.".formatted(job);
        }
        if (found.matches("(localhost|127\\.0\\.0\\.1):.*")) {
            return "in its container localhost is Prometheus itself. The name of a service is its"
                    + " host.";
        }
        if (found.matches(".*:(5432|6379|5672)")) {
            return "there %s itself listens, and it speaks no HTTP. Who shows its metrics listens on another port."
                    .formatted(job);
        }
        Optional<String> other =
                EXPORTERS.entrySet().stream()
                        .filter(each -> each.getValue().equals(found))
                        .map(Map.Entry::getKey)
                        .findFirst();
        if (other.isPresent()) {
            return "this is the target of the job %s.".formatted(other.get());
        }
        String host = address.replaceFirst(":.*", "");
        if (found.matches(Pattern.quote(host) + "(:80)?")) {
            return "without a port it is 80. The table of the step has that of %s.".formatted(host);
        }
        return found.startsWith(host + ":")
                ? "%s shows its metrics on another port. The table of the step has it."
                        .formatted(host)
                : "nobody here is called %s. The table of the step says who shows metrics of %s."
                        .formatted(found.replaceFirst(":.*", ""), job);
    }

    /**
     * Checks the job that probes.
     *
     * @throws Finding if it is missing or wrong
     * @throws NotChecked if there is no promtool
     */
    void checkProbes() {
        Map<String, String> ours = written(Set.of("blackbox"), BLACKBOX_FILE);
        String file = fileOf("blackbox", ours) + ": ";
        List<Target> targets = targets("blackbox", ours);
        Finding.when(
                targets.isEmpty(),
                "the job blackbox has four targets",
                "none",
                file + "static_configs has the addresses that are to be probed as targets.");
        for (Target target : targets) {
            probe(target, file);
        }
        Set<String> found = new TreeSet<>();
        targets.forEach(target -> found.add(url(target.label("__param_target"))));
        Set<String> missing = new TreeSet<>(PROBED);
        missing.removeAll(found);
        Set<String> more = new TreeSet<>(found);
        more.removeAll(PROBED);
        Finding.when(
                !missing.isEmpty() || !more.isEmpty(),
                "the job blackbox probes " + String.join(", ", PROBED),
                String.join(", ", found),
                file
                        + (missing.isEmpty()
                                ? "%s is not asked for.".formatted(String.join(", ", more))
                                : "%s is not among the targets."
                                        .formatted(String.join(", ", missing))));
    }

    private static void probe(Target target, String file) {
        String of = "of the job blackbox ";
        Finding.when(
                target.labels().isEmpty(),
                "all targets " + of + "stay",
                "relabelling drops one",
                file + "no rule here needs an action; without one a rule replaces.");
        String path = target.label("__metrics_path__");
        Finding.when(
                !path.equals("/probe"),
                "targets " + of + "are asked for /probe",
                path,
                file
                        + "at /metrics the exporter tells of itself, and it probes at /probe."
                        + " metrics_path says where.");
        String module = target.label("__param_module");
        Finding.when(
                !module.equals("http_2xx"),
                "the parameter module=http_2xx",
                module.isEmpty() ? "none" : "module=" + module,
                file + "params has the list module: [http_2xx], beside metrics_path.");
        String probed = target.label("__param_target");
        String address = target.address();
        Finding.when(
                probed.isEmpty(),
                "the parameter target: whom the exporter is to probe",
                "none",
                file
                        + "Prometheus asks the exporter, and does not say about whom. A rule keeps"
                        + " __address__ as __param_target.");
        Finding.when(
                probed.equals(BLACKBOX),
                "the parameter target: whom the exporter is to probe",
                probed + ", itself",
                file
                        + "rules are applied from top to bottom: __address__ was replaced before it"
                        + " was kept.");
        Finding.when(
                !address.equals(BLACKBOX),
                "Prometheus asks " + BLACKBOX + " about " + probed,
                "it asks " + address,
                file
                        + (address.equals(probed)
                                ? "the address is still that of the service, which has no /probe."
                                        + " The last rule replaces __address__."
                                : "the rule for __address__ names another place than the"
                                        + " exporter."));
        String instance = target.label("instance");
        Finding.when(
                !url(instance).equals(url(probed)),
                "instance is what is probed, " + probed,
                instance,
                file
                        + (instance.equals(BLACKBOX)
                                ? "where no rule sets instance it is the address that is asked: all"
                                        + " targets would be called after the exporter."
                                : "the rule for instance takes another label than"
                                        + " __param_target."));
    }

    /** The exporter adds http:// where it is missing. */
    private static String url(String target) {
        return target.contains("://") ? target : "http://" + target;
    }

    private static String addresses(List<Target> targets) {
        return targets.stream()
                .map(target -> target.address().isEmpty() ? "no address" : target.address())
                .collect(Collectors.joining(", "));
    }

    /** The files that these jobs stand in, once each is there and Prometheus takes the files. */
    private Map<String, String> written(Set<String> jobs, String file) {
        Set<String> missing = new LinkedHashSet<>(jobs);
        missing.removeIf(job -> files.values().stream().anyMatch(text -> names(text, job)));
        String own = file.replace("jobs/", "");
        Map<String, String> ours = new TreeMap<>(files);
        ours.entrySet()
                .removeIf(
                        each ->
                                jobs.stream().noneMatch(job -> names(each.getValue(), job))
                                        && (missing.isEmpty() || !each.getKey().equals(own)));
        List<String> names = new ArrayList<>();
        ours.forEach((name, text) -> names.addAll(jobsIn(name, text)));
        try {
            refuseWhatPrometheusRefuses(ours, file);
        } catch (NotChecked e) {
            if (missing.isEmpty()) {
                throw e;
            }
        }
        Finding.when(
                !missing.isEmpty(),
                "a job " + missing.stream().findFirst().orElse(""),
                names.isEmpty() ? "no jobs" : "only " + String.join(", ", names),
                file
                        + (files.containsKey(own)
                                ? ": write it below the comment, as jobs/worker.yaml shows."
                                : ": no such file. Prometheus reads jobs/*.yaml, and only those."));
        return ours;
    }

    private static boolean names(String text, String job) {
        return Pattern.compile(
                        "(?m)^[^#\\n]*\\bjob_name[\"']?\\s*:\\s*[\"']?%s[\"']?\\s*([#,}].*)?$"
                                .formatted(job))
                .matcher(text)
                .find();
    }

    private static String fileOf(String job, Map<String, String> ours) {
        return ours.entrySet().stream()
                .filter(file -> names(file.getValue(), job))
                .map(file -> "jobs/" + file.getKey())
                .findFirst()
                .orElse("jobs");
    }

    private static List<String> jobsIn(String name, String text) {
        try {
            return new YAMLMapper().readTree(text).findValuesAsText("job_name");
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String there = text.lines().skip(Math.max(0, line - 1)).findFirst().orElse("").strip();
            throw new Finding(
                    "YAML in jobs/" + name,
                    "line %d cannot be read: %s".formatted(line, there),
                    "jobs/%s: %s"
                            .formatted(
                                    name,
                                    text.contains("\t")
                                            ? "there is a tab at the start of a line. YAML takes"
                                                    + " blanks only."
                                            : "look at the blanks at the start of this line and of"
                                                    + " the one above, at each colon with a blank"
                                                    + " behind it, and at brackets and quotes."));
        }
    }

    /** Prometheus reads all files or none. */
    private void refuseWhatPrometheusRefuses(Map<String, String> ours, String file) {
        Matcher error = ERROR.matcher(say(ours, List.of("check", "config", CONFIGURATION)));
        if (!error.find()) {
            return;
        }
        String said = error.group(1).strip();
        Matcher at = AT.matcher(said);
        String what =
                (at.find() ? at.group(2) : said)
                        .replaceAll("(?s)yaml: unmarshal errors:\\s*", "")
                        .lines()
                        .findFirst()
                        .orElse("")
                        .strip()
                        .replaceFirst("^found ", "");
        throw new Finding(
                "jobs that Prometheus takes",
                what.replaceAll("\"[^\"]*?([\\w.-]+\\.yaml)\"", "jobs/$1"),
                "%s: %s".formatted(fileIn(said, ours, file), hintFor(what, ours)));
    }

    private static String fileIn(String said, Map<String, String> ours, String otherwise) {
        return ours.keySet().stream()
                .filter(said::contains)
                .map(name -> "jobs/" + name)
                .findFirst()
                .orElse(otherwise);
    }

    private static String hintFor(String said, Map<String, String> ours) {
        Matcher field = Pattern.compile("field (\\S+) not found").matcher(said);
        if (field.find()) {
            return switch (field.group(1)) {
                case "static_config" -> "the word is static_configs: there may be several.";
                case "scrape_config" -> "the word is scrape_configs: there may be several.";
                case "source_label" ->
                        "the word is source_labels, and takes a list: [__address__].";
                case "relabel_config" -> "the word is relabel_configs: there may be several.";
                case "targets" -> "targets stand in a list item below static_configs.";
                case "module", "target" ->
                        "what goes into the address behind ? stands below params.";
                default ->
                        "nothing of that name may stand here. Is it a level too high or too deep?";
            };
        }
        if (said.contains("multiple scrape configs")) {
            return "a job has this name twice, perhaps in two files. Each needs its own.";
        }
        if (said.contains("not a valid hostname") && said.contains(BLACKBOX)) {
            return "what replaces __address__ is HOST:PORT, without http://.";
        }
        if (said.contains("not a valid hostname")
                && ours.values().stream()
                        .anyMatch(text -> text.contains("metric_relabel_configs"))) {
            return "metric_relabel_configs is for samples, after the scrape. Whom to ask is decided"
                    + " before it, by relabel_configs.";
        }
        if (said.contains("not a valid hostname")) {
            return "a target is HOST:PORT, without http:// and without a path. Where it is not"
                    + " asked itself, as with blackbox, a rule has to replace __address__.";
        }
        if (said.contains("job_name is empty")) {
            return "each job begins with a dash and its job_name.";
        }
        if (said.contains("into []string") || said.contains("LabelNames")) {
            return "here a list is wanted: put the value into brackets.";
        }
        if (said.contains("into []*config.ScrapeConfig")) {
            return "each job is an item of a list: it begins with a dash, - job_name.";
        }
        if (said.contains("into config.ScrapeConfigs")) {
            return "the file begins with scrape_configs: and the jobs stand below it.";
        }
        if (said.contains("target_label")) {
            return "a rule that replaces says where the value goes: target_label.";
        }
        return "Prometheus says what it cannot take, and jobs/worker.yaml shows the form.";
    }

    /** The targets of a job after relabelling. */
    private List<Target> targets(String job, Map<String, String> ours) {
        List<Target> found = targets(job, SHORT, ours);
        return found.isEmpty() ? targets(job, LONG, ours) : found;
    }

    private List<Target> targets(String job, String patience, Map<String, String> ours) {
        String said =
                say(ours, List.of("check", "service-discovery", patience, CONFIGURATION, job));
        List<Target> targets = new ArrayList<>();
        int start = said.indexOf('[');
        if (start < 0) {
            return targets;
        }
        try {
            for (JsonNode target : new JsonMapper().readTree(said.substring(start))) {
                Map<String, String> labels = new TreeMap<>();
                target.path("labels")
                        .fields()
                        .forEachRemaining(
                                label -> labels.put(label.getKey(), label.getValue().asText()));
                targets.add(new Target(labels));
            }
            return targets;
        } catch (JsonProcessingException e) {
            throw new NotChecked("promtool said something unexpected: " + said.strip());
        }
    }

    private String say(Map<String, String> ours, List<String> words) {
        Map<List<Object>, String> answers = bench.kept().get(Said.class, Said::new).answers;
        List<Object> question = List.of(Map.copyOf(ours), words);
        String known = answers.get(question);
        if (known != null) {
            return known;
        }
        Map<String, String> all = new TreeMap<>(ours);
        all.put(CONFIGURATION, configuration());
        String said = Promtool.find().say(all, words);
        answers.put(question, said);
        return said;
    }

    /** The stack's, which takes up all of these files. */
    private static String configuration() {
        return Bench.text(Workshop.here().root().resolve("prometheus.yaml"))
                .replace("/lesson/jobs/", "");
    }

    private static Map<String, String> files(Path directory) {
        Map<String, String> files = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return files;
        }
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".yaml")) {
                    files.put(name, Bench.text(file));
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
