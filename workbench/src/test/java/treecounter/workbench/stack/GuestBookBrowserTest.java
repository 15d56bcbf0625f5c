package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.App;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.machine.Directories;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** The guest book of lesson 10, written into in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@StartsPrograms
class GuestBookBrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Path PICTURE =
            Workshop.here().root().resolve("workbench/target/pages/guest-book.png");

    private App app;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        assumeTrue(Browser.program().isPresent(), "no chromium on the PATH");
        Lesson lesson = Lesson.named("bonus-model-serving").orElseThrow();
        Module module = Workshop.here().solution(lesson);
        lesson.prepare(new Screen(System.out, false), Workshop.here());
        app =
                App.start(
                        lesson.programs().get(0),
                        module,
                        Compilation.of(module),
                        App.freePort(),
                        Map.of("PREDICTIONS_FILE", directory.resolve("predictions").toString()),
                        line -> {});
        Path profile = Workshop.here().root().resolve("workbench/target/chromium-guest-book");
        Directories.delete(profile);
        Files.createDirectories(profile);
        browser = Browser.start(profile);
    }

    @AfterAll
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (app != null) {
            app.close();
        }
    }

    @Test
    void aGuestWritesAndSaysWhetherItWasRight() throws Exception {
        browser.resize(800, 600, "light");
        browser.open(app.uri("/"));
        write("What a lovely walk! The lake was lovely, the guide was friendly.");
        shown("positive, [0-9]+ % sure.*");
        browser.screenshot(PICTURE);
        assertThat(browser.evaluate("document.getElementById('ask').hidden")).isEqualTo("false");
        browser.evaluate("document.getElementById('yes').click()");
        shown("Thank you\\.");
        assertThat(Http.get(app.uri("/metrics")).body())
                .containsPattern("predictions_right_total\\{sentiment=\"positive\",?} 1\\.0");
    }

    /** It is shown as text, whatever it is. */
    @Test
    void whatAGuestWritesIsNoMarkup() throws Exception {
        browser.open(app.uri("/"));
        write("<img src=x onerror=alert(1)> Bäume \u6728");
        shown("(positive|neutral|negative), .*");
        write("x".repeat(20_000));
        shown("413: Expected at most .*");
        assertThat(browser.evaluate("document.images.length")).isEqualTo("0");
        assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
    }

    private void write(String review) throws Exception {
        browser.evaluate("document.getElementById('answer').textContent = ''");
        browser.evaluate("document.getElementById('review').value = '%s'".formatted(review));
        browser.evaluate(
                "document.getElementById('form').dispatchEvent(new Event('submit',"
                        + " {cancelable: true}))");
    }

    private void shown(String pattern) throws Exception {
        Eventually.get(
                PATIENCE,
                () -> browser.evaluate("document.getElementById('answer').innerText"),
                text -> text.matches(pattern));
    }
}
