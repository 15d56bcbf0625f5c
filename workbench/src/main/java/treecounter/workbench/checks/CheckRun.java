package treecounter.workbench.checks;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;

/** Runs the checks of a lesson on a module and tells how each came out. */
public final class CheckRun {
    private CheckRun() {}

    /** How a check came out. */
    public enum Result {
        PASSED,
        FAILED,
        /** This machine lacks something that the check needs. */
        NOT_CHECKED,
        /** An optional exercise that nobody has begun. */
        OPEN,
        /** Not run, because one before it failed, or nobody asked for it. */
        NOT_RUN
    }

    /**
     * One check's result.
     *
     * @param cause what it threw: a {@link Finding}, a {@link NotChecked}, or a fault of the check
     */
    public record Outcome(Check check, Result result, Optional<Throwable> cause) {}

    /** The checks of a lesson in their order. */
    public static List<Check> checks(Lesson lesson) {
        return Arrays.stream(lesson.checks().getDeclaredMethods())
                .map(method -> method.getAnnotation(Check.class))
                .filter(check -> check != null)
                .sorted(Comparator.comparingInt(CheckRun::step))
                .toList();
    }

    /** Compiles a module and runs its checks on a bench of their own. */
    public static List<Outcome> of(Module module, boolean keepGoing, Consumer<Outcome> onOutcome) {
        return of(module, new Kept(), keepGoing, onOutcome);
    }

    /** The same, beginning with what another run has left. */
    public static List<Outcome> of(
            Module module, Kept kept, boolean keepGoing, Consumer<Outcome> onOutcome) {
        try (Bench bench = new Bench(module, kept)) {
            bench.start(Compilation.of(module));
            return on(bench, keepGoing, onOutcome);
        }
    }

    /**
     * Runs the checks of the lesson that a bench is for.
     *
     * @param keepGoing whether checks after a failed one run too
     * @param onOutcome told of each check as soon as it is done
     * @return all outcomes, in the order of the numbers
     */
    public static List<Outcome> on(Bench bench, boolean keepGoing, Consumer<Outcome> onOutcome) {
        if (bench.module().lesson() instanceof AskedAhead asked) {
            asked.askAhead(bench);
        }
        return run(bench, keepGoing, "", onOutcome);
    }

    /**
     * Runs some checks only, all of them, with whatever they need: an app is started when one asks
     * for it.
     */
    public static List<Outcome> only(Collection<String> numbers, Module module, Kept kept) {
        return only(numbers, module, kept, true);
    }

    /** The same, up to one that fails. */
    public static List<Outcome> untilFailure(Collection<String> numbers, Module module, Kept kept) {
        return only(numbers, module, kept, false);
    }

    private static List<Outcome> only(
            Collection<String> numbers, Module module, Kept kept, boolean keepGoing) {
        try (Bench bench = new Bench(module, kept)) {
            return run(bench, keepGoing, String.join(" ", numbers), outcome -> {}).stream()
                    .filter(outcome -> outcome.result() != Result.NOT_RUN)
                    .toList();
        }
    }

    /** Compiles a module and runs its checks up to one that fails, which is to be an early one. */
    public static List<Outcome> untilFailure(Module module, Kept kept) {
        try (Bench bench = new Bench(module, kept)) {
            bench.start(Compilation.of(module));
            return run(bench, false, "", outcome -> {});
        }
    }

    /**
     * @param only the numbers of the checks to run, with blanks between; empty for all
     */
    private static List<Outcome> run(
            Bench bench, boolean keepGoing, String only, Consumer<Outcome> onOutcome) {
        Lesson lesson = bench.module().lesson();
        LauncherDiscoveryRequestBuilder asked =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(lesson.checks()))
                        .enableImplicitConfigurationParameters(false)
                        .configurationParameter(LessonChecks.KEEP_GOING, String.valueOf(keepGoing));
        if (!only.isEmpty()) {
            asked.configurationParameter(LessonChecks.ONLY, only);
        }
        LauncherDiscoveryRequest request = asked.build();
        List<Outcome> outcomes = new ArrayList<>();
        try (LauncherSession session = JUnit.session()) {
            session.getStore().put(Namespace.create(LessonChecks.class), Bench.class, bench);
            session.getLauncher()
                    .execute(
                            request,
                            new Listener(
                                    outcome -> {
                                        outcomes.add(outcome);
                                        onOutcome.accept(outcome);
                                    }));
        }
        return outcomes;
    }

    private static int step(Check check) {
        return Integer.parseInt(check.number().replaceFirst("^\\d+\\.", ""));
    }

    /** Made when it is first used: by then the app is on its way. */
    private static final class JUnit {
        private static final LauncherConfig CONFIG =
                LauncherConfig.builder()
                        .enableLauncherSessionListenerAutoRegistration(false)
                        .enableLauncherDiscoveryListenerAutoRegistration(false)
                        .enablePostDiscoveryFilterAutoRegistration(false)
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build();

        /**
         * Without the flight recorder: nobody listens to it here, and to load it takes a quarter of
         * a second. The launcher leaves it alone in a native image only.
         */
        private static synchronized LauncherSession session() {
            String image = "org.graalvm.nativeimage.imagecode";
            System.setProperty(image, "runtime");
            try {
                return LauncherFactory.openSession(CONFIG);
            } finally {
                System.clearProperty(image);
            }
        }
    }

    private record Listener(Consumer<Outcome> onOutcome) implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            check(test)
                    .ifPresentOrElse(
                            check -> onOutcome.accept(outcome(check, result)),
                            () -> rethrow(result));
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            check(test)
                    .ifPresent(
                            check ->
                                    onOutcome.accept(
                                            new Outcome(check, Result.NOT_RUN, Optional.empty())));
        }

        private static Outcome outcome(Check check, TestExecutionResult result) {
            Optional<Throwable> cause = result.getThrowable();
            return switch (result.getStatus()) {
                case SUCCESSFUL -> new Outcome(check, Result.PASSED, cause);
                case FAILED -> new Outcome(check, Result.FAILED, cause);
                case ABORTED ->
                        new Outcome(
                                check,
                                cause.orElse(null) instanceof NotChecked
                                        ? Result.NOT_CHECKED
                                        : Result.OPEN,
                                cause);
            };
        }

        private static void rethrow(TestExecutionResult result) {
            result.getThrowable()
                    .ifPresent(
                            cause -> {
                                throw new IllegalStateException(cause);
                            });
        }

        private static Optional<Check> check(TestIdentifier test) {
            return test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> ((MethodSource) source).getJavaMethod())
                    .map((Method method) -> method.getAnnotation(Check.class));
        }
    }
}
