package treecounter.workbench.checks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Says of each test that did not run why, on a line of its own, and counts at the end. */
public final class SkippedTests implements TestExecutionListener {
    private final Map<Status, Integer> ended = new EnumMap<>(Status.class);
    private int skipped;

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        skip(test, reason);
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.ABORTED) {
            skip(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        } else if (test.isTest()) {
            ended.merge(result.getStatus(), 1, Integer::sum);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        System.out.printf(
                "TESTS %d passed, %d failed, %d skipped%n",
                ended.getOrDefault(Status.SUCCESSFUL, 0),
                ended.getOrDefault(Status.FAILED, 0),
                skipped);
    }

    private void skip(TestIdentifier test, String reason) {
        skipped++;
        System.out.printf("SKIPPED %s: %s%n", name(test), reason.lines().findFirst().orElse(""));
    }

    private static String name(TestIdentifier test) {
        return test.getSource().flatMap(SkippedTests::name).orElse("")
                + (test.isTest() && !test.getLegacyReportingName().equals(test.getDisplayName())
                        ? " " + test.getDisplayName()
                        : "");
    }

    private static Optional<String> name(Object source) {
        if (source instanceof MethodSource method) {
            return Optional.of(simple(method.getClassName()) + "." + method.getMethodName());
        }
        return source instanceof ClassSource type
                ? Optional.of(simple(type.getClassName()))
                : Optional.empty();
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
