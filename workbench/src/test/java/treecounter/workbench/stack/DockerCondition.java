package treecounter.workbench.stack;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import treecounter.workbench.machine.Command;
import treecounter.workbench.workshop.Images;

/** Decides whether tests with {@link NeedsDocker} can run. */
final class DockerCondition implements ExecutionCondition, BeforeAllCallback {
    private static final boolean REQUIRED = "required".equals(System.getenv("TREECOUNTER_DOCKER"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent()) {
            return enabled("decided for the class");
        }
        NeedsDocker needs = context.getRequiredTestClass().getAnnotation(NeedsDocker.class);
        Optional<String> reason =
                ComposeStack.isPossible() ? missing(needs.unlessMissing()) : Optional.empty();
        if (reason.isEmpty() && !REQUIRED) {
            reason = missing(needs.value());
        }
        return reason.map(why -> disabled(why)).orElseGet(() -> enabled("all is here"));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        NeedsDocker needs = context.getRequiredTestClass().getAnnotation(NeedsDocker.class);
        missing(needs.value())
                .ifPresent(
                        why -> {
                            throw new AssertionError(why + ", and TREECOUNTER_DOCKER is required");
                        });
    }

    private static Optional<String> missing(String[] names) {
        if (!ComposeStack.isPossible()) {
            return Optional.of("Docker's engine, or its compose plugin, does not answer");
        }
        return Stream.of(names)
                .map(Images::get)
                .filter(Predicate.not(DockerCondition::isToBeHad))
                .findFirst()
                .map(image -> "the image " + image + " is not here and cannot be pulled");
    }

    private static boolean isToBeHad(String image) {
        if (!Images.isHere(image)) {
            Command.of("docker", "pull", "-q", image).within(Duration.ofMinutes(10)).run();
        }
        return Images.isHere(image);
    }
}
