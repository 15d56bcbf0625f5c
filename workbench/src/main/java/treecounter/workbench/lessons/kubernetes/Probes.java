package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import treecounter.forest.Faults;
import treecounter.workbench.checks.Bench;
import treecounter.workbench.checks.Finding;
import treecounter.workbench.machine.Http;

/** How a cluster asks the app whether it is well, and what it does where it is not. */
final class Probes {
    private static final double STARTS_WITHIN_SECONDS = 30;
    private static final double MOST_DELAY_SECONDS = 20;
    private static final double GIVEN_UP_AFTER_SECONDS = 300;
    private static final double KILLED_AFTER_SECONDS = 10;

    private final Rollout rollout;
    private final JsonNode app;
    private final String in;

    Probes(Rollout rollout) {
        this.rollout = rollout;
        this.app = rollout.app();
        this.in = rollout.in();
    }

    /** Probes that ask the app itself, and are patient where a pod would be killed. */
    void check(Bench bench) {
        for (String name : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            asksTheAppItself(name, bench);
        }
        JsonNode startup = app.path("startupProbe");
        double starts = startup.path("initialDelaySeconds").asDouble() + lasts(startup);
        Finding.when(
                starts < STARTS_WITHIN_SECONDS,
                "a startupProbe that waits for at least 30 s",
                "%.0f s: failureThreshold * periodSeconds".formatted(starts),
                in
                        + "a Java that starts on a busy machine takes longer, and is killed then,"
                        + " again and again. Raise failureThreshold of the startupProbe.");
        Finding.when(
                startup.path("initialDelaySeconds").asDouble() > MOST_DELAY_SECONDS,
                "a startupProbe that asks from the beginning",
                "initialDelaySeconds: " + startup.path("initialDelaySeconds").asText(),
                in
                        + "so long each pod waits before it is asked at all. Let it ask each"
                        + " second, and miss often.");
        Finding.when(
                starts > GIVEN_UP_AFTER_SECONDS,
                "a startupProbe that gives up within some minutes",
                "%.0f s: failureThreshold * periodSeconds".formatted(starts),
                in + "a pod that never comes up would be waited for so long.");
        Finding.when(
                startup.path("failureThreshold").asInt(3) < 2,
                "a startupProbe that asks again",
                "failureThreshold: 1",
                in + "the first miss would kill the pod. Ask often, and let many misses pass.");
        JsonNode liveness = app.path("livenessProbe");
        Finding.when(
                lasts(liveness) < KILLED_AFTER_SECONDS
                        || liveness.path("failureThreshold").asInt(3) < 2,
                "a livenessProbe that kills after several misses, in 10 s or more",
                "failureThreshold %d, periodSeconds %d"
                        .formatted(
                                liveness.path("failureThreshold").asInt(3),
                                liveness.path("periodSeconds").asInt(10)),
                in + "one slow answer would kill the pod. Let the livenessProbe be patient.");
        Finding.when(
                lasts(app.path("readinessProbe")) > STARTS_WITHIN_SECONDS,
                "a readinessProbe that notices within 30 s",
                "%.0f s: failureThreshold * periodSeconds, or timeoutSeconds if that is more"
                        .formatted(lasts(app.path("readinessProbe"))),
                in + "for so long requests go to a pod that does not answer.");
    }

    private static double lasts(JsonNode probe) {
        double each = probe.path("periodSeconds").asDouble(10);
        return probe.path("failureThreshold").asDouble(3)
                * Math.max(each, probe.path("timeoutSeconds").asDouble(1));
    }

    private void asksTheAppItself(String name, Bench bench) {
        JsonNode probe = app.path(name);
        boolean late = name.equals("startupProbe");
        Finding.when(
                probe.isEmpty(),
                "a " + name,
                "none",
                in
                        + (late
                                ? "until a startupProbe has passed, no other is asked. Without it,"
                                        + " livenessProbe kills what starts slowly."
                                : "the container app has no " + name + " yet."));
        JsonNode get = probe.path("httpGet");
        Finding.when(
                get.isMissingNode(),
                name + " by httpGet",
                String.join(", ", Rollout.names(probe)),
                in
                        + (probe.has("tcpSocket")
                                ? "an open port says little: the system takes connections for an"
                                        + " app that hangs. Ask for a page."
                                : "ask for a page: httpGet, with path and port."));
        Finding.when(
                get.has("host"),
                name + " of the pod itself",
                "host: " + get.path("host").asText(),
                in
                        + "the node asks, and for it this is another host. Without host it asks the"
                        + " pod.");
        Finding.when(
                probe.path("successThreshold").asInt(1) != 1 && !name.equals("readinessProbe"),
                "successThreshold 1 of the " + name,
                probe.path("successThreshold").asText(),
                in + "a cluster refuses more than one for this probe.");
        Finding.when(
                !get.path("scheme").asText("HTTP").equals("HTTP"),
                "the scheme HTTP for the " + name,
                get.path("scheme").asText(),
                in + "the app speaks no TLS, so this probe would never pass.");
        // A cluster puts the first slash there itself.
        String path = get.path("path").asText("/").replaceFirst("^(?!/)", "/");
        Finding.when(
                get.path("port").asText().isEmpty(),
                "a port for the " + name,
                "none",
                in + "httpGet has a port beside its path: the one named http.");
        Finding.when(
                rollout.resolve(get.path("port")).isEmpty(),
                "a port of the container for the " + name,
                get.path("port").asText(),
                in
                        + "no port of the container is named %s. Names: %s."
                                .formatted(get.path("port").asText(), rollout.portNames()));
        Finding.when(
                rollout.resolve(get.path("port")).orElse(0) != rollout.listening(),
                "the port on which the app listens for the " + name,
                get.path("port").asText(),
                in + "nobody listens there. The port is named http.");
        Finding.when(
                path.equals("/metrics"),
                name + " of " + Rollout.HEALTH,
                path,
                in
                        + "each time all metrics would be written. "
                        + Rollout.HEALTH
                        + " is made for it.");
        answers(name, path, probe.path("timeoutSeconds").asInt(1), bench);
    }

    /** On the app that runs here, with the forest well, failing, and slow. */
    private void answers(String name, String path, int timeout, Bench bench) {
        String expected = "GET %s, of the %s, answers 200".formatted(path, name);
        Http.Answer well = bench.get(path);
        Finding.when(
                well.status() != 200,
                expected,
                well.status(),
                in
                        + (path.equals(Rollout.HEALTH)
                                ? "the app does not answer it yet: step 11.1, in"
                                        + " TreeCounterHandler."
                                : "the app has no such page. "
                                        + Rollout.HEALTH
                                        + " is made for it."));
        String asks =
                in
                        + (name.equals("startupProbe")
                                        ? "%s asks the forest: while that fails, no new pod would"
                                                + " ever be started. %s does without it."
                                        : name.equals("livenessProbe")
                                                ? "%s asks the forest: all pods would be killed"
                                                      + " because of it, and that mends nothing. %s"
                                                      + " does without it."
                                                : "%s asks the forest: while that fails, all pods"
                                                      + " would be taken away, and nobody gets even"
                                                      + " the page that says so. %s does without"
                                                      + " it.")
                                .formatted(path, Rollout.HEALTH);
        long before = bench.forest().timesAsked();
        bench.get(path);
        Finding.when(
                bench.forest().timesAsked() > before,
                expected + " by itself",
                "it asked the forest",
                asks);
        bench.forest().setFaults(new Faults("0", 1));
        try {
            bench.get("/treecounter");
            Http.Answer failing = bench.get(path);
            Finding.when(
                    failing.status() != 200,
                    expected + " while the forest fails",
                    failing.status(),
                    asks);
        } finally {
            bench.forest().setFaults(Faults.NONE);
        }
        Finding.when(
                timeout > STARTS_WITHIN_SECONDS,
                "an answer to the %s within seconds".formatted(name),
                "timeoutSeconds: " + timeout,
                in + "whoever hangs for so long is not well.");
    }
}
