package treecounter.workbench.checks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Marks a class of {@link Check}s: they run in the order of their numbers on one {@link Bench}, and
 * stop at the first that fails. They run from an IDE too, on the lesson's starter.
 */
@TestMethodOrder(LessonChecks.ByNumber.class)
@ExtendWith(LessonChecks.OnTheBench.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface LessonChecks {
    /** Configuration parameter: {@code true} runs the checks after a failed one too. */
    String KEEP_GOING = "treecounter.keep-going";

    /** Configuration parameter: the numbers of the checks to run, with blanks between; or all. */
    String ONLY = "treecounter.only";

    /** Orders checks by number, so that 2.10 comes after 2.9. */
    final class ByNumber implements MethodOrderer {
        @Override
        public void orderMethods(MethodOrdererContext context) {
            context.getMethodDescriptors().sort(Comparator.comparingInt(ByNumber::step));
        }

        private static int step(MethodDescriptor method) {
            return method.findAnnotation(Check.class)
                    .map(check -> Integer.parseInt(check.number().replaceFirst("^\\d+\\.", "")))
                    .orElse(Integer.MAX_VALUE);
        }
    }

    /** Hands the bench to checks and stops after the first failure. */
    final class OnTheBench
            implements ParameterResolver, ExecutionCondition, TestExecutionExceptionHandler {
        private static final Namespace SPACE = Namespace.create(LessonChecks.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Bench.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> checks = context.getRequiredTestClass();
            return classStore(context)
                    .computeIfAbsent(
                            Bench.class,
                            key -> given(context).orElseGet(() -> Bench.onStarter(checks)),
                            Bench.class);
        }

        /** The bench that the run of checks has laid into its session; an IDE has none. */
        private static Optional<Bench> given(ExtensionContext context) {
            return Optional.ofNullable(
                    context.getStore(StoreScope.LAUNCHER_SESSION, SPACE)
                            .get(Bench.class, Bench.class));
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Optional<Check> check =
                    context.getTestMethod().map(method -> method.getAnnotation(Check.class));
            Optional<String> only = context.getConfigurationParameter(ONLY);
            if (check.isPresent()
                    && only.isPresent()
                    && !List.of(only.get().split(" ")).contains(check.get().number())) {
                return ConditionEvaluationResult.disabled("not asked for");
            }
            boolean failed = classStore(context).get("failed") != null;
            boolean keepGoing =
                    context.getConfigurationParameter(KEEP_GOING)
                            .map(Boolean::valueOf)
                            .orElse(false);
            boolean required = check.filter(one -> !one.optional()).isPresent();
            return failed && !keepGoing && required
                    ? ConditionEvaluationResult.disabled("a check before it failed")
                    : ConditionEvaluationResult.enabled("");
        }

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable e)
                throws Throwable {
            if (!(e instanceof TestAbortedException)) {
                classStore(context).put("failed", true);
            }
            throw e;
        }

        /** One store for all checks of a class; what it holds is closed with the class. */
        private static ExtensionContext.Store classStore(ExtensionContext context) {
            boolean method = context.getTestMethod().isPresent();
            return (method ? context.getParent().orElseThrow() : context).getStore(SPACE);
        }
    }
}
