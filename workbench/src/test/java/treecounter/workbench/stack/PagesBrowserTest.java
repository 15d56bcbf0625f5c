package treecounter.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import treecounter.forest.Faults;
import treecounter.forest.Forest;
import treecounter.workbench.StartsPrograms;
import treecounter.workbench.app.App;
import treecounter.workbench.app.Compilation;
import treecounter.workbench.machine.Directories;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Workshop;

/** What people see, looked at in a real browser: the page when all is well, failing, and 404. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@StartsPrograms
class PagesBrowserTest {
    private static final Path PICTURES = Workshop.here().root().resolve("workbench/target/pages");

    private Forest forest;
    private App app;
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        assumeTrue(Browser.program().isPresent(), "no chromium on the PATH");
        Path profile = Workshop.here().root().resolve("workbench/target/chromium");
        Directories.delete(profile);
        Files.createDirectories(profile);
        forest = Forest.start("127.0.0.1", 0, Faults.NONE);
        Module module = Workshop.here().solution(Lesson.named("exposing").orElseThrow());
        app =
                App.start(
                        module.lesson().programs().get(0),
                        module,
                        Compilation.of(module),
                        App.freePort(),
                        Map.of("TREES_API_URL", forest.uri().toString()),
                        line -> {});
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
        if (forest != null) {
            forest.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/treecounter, 0, 200, '[0-9]{3}(,[0-9]{3}){2}', trees planted",
        "/treecounter, 1, 503, No count, The forest failed. Try again.",
        "/nowhere, 0, 404, 404, Nothing grows here.",
    })
    void aPageIsReadable(String path, double errors, int status, String headline, String text)
            throws Exception {
        forest.setFaults(new Faults("0", errors));
        for (String scheme : new String[] {"light", "dark"}) {
            for (int width : new int[] {1280, 320}) {
                browser.resize(width, 600, scheme);
                browser.open(app.uri(path));
                Path picture = PICTURES.resolve("%d-%s-%d.png".formatted(status, scheme, width));
                browser.screenshot(picture);

                assertThat(browser.evaluate("document.querySelector('h1').innerText"))
                        .matches(headline);
                assertThat(browser.evaluate("document.querySelector('p').innerText"))
                        .isEqualTo(text);
                assertThat(browser.evaluate("document.title")).isEqualTo("Tree counter");
                assertThat(browser.evaluate("document.documentElement.lang")).isEqualTo("en");
                assertThat(browser.evaluate("document.characterSet")).isEqualTo("UTF-8");
                assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as("fits into a window " + width + " wide")
                        .isEqualTo("true");
                assertThat(contrast(picture)).as("contrast, " + scheme).isGreaterThan(4.5);
                assertThat(isDark(picture)).as("it is dark").isEqualTo(scheme.equals("dark"));
            }
        }
        nothingIsFetchedFromElsewhere();
        JsonNode response = browser.events("Network.responseReceived").get(0).path("response");
        assertThat(response.path("status").asInt()).isEqualTo(status);
        assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
        assertThat(browser.events("Log.entryAdded"))
                .allMatch(entry -> entry.toString().contains("the server responded with a status"));
    }

    @ParameterizedTest
    @CsvSource({"1280, 720", "1024, 768", "1920, 1080"})
    void eachSlideFitsAndArrowsTurnThem(int width, int height) throws Exception {
        browser.resize(width, height, "light");
        browser.open(Workshop.here().root().resolve("docs/slides.html").toUri());
        browser.screenshot(PICTURES.resolve("slides-%d.png".formatted(width)));

        assertThat(browser.evaluate("slides.length > 10")).isEqualTo("true");
        assertThat(
                        browser.evaluate(
                                "slides.filter(s => s.offsetHeight > innerHeight).length"
                                        + " + [...document.querySelectorAll('pre')].filter("
                                        + "pre => pre.scrollWidth > pre.clientWidth).length"))
                .isEqualTo("0");
        for (String key : List.of("ArrowRight", "ArrowRight", "ArrowLeft", "PageDown")) {
            browser.evaluate(
                    "dispatchEvent(new KeyboardEvent('keydown', {key: '%s'}))".formatted(key));
        }
        assertThat(browser.evaluate("Math.round(scrollY / innerHeight)")).isEqualTo("2");
        assertThat(browser.events("Network.requestWillBeSent")).hasSize(1);
        assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
    }

    private void nothingIsFetchedFromElsewhere() {
        String origin = app.uri("/").toString();
        assertThat(browser.events("Network.requestWillBeSent"))
                .isNotEmpty()
                .allMatch(
                        sent -> {
                            String url = sent.at("/request/url").asText();
                            return url.startsWith(origin) || url.startsWith("data:");
                        });
    }

    /** Between the corner and what differs most from it, as WCAG counts it. */
    private static double contrast(Path picture) throws IOException {
        BufferedImage image = ImageIO.read(picture.toFile());
        double behind = luminance(image.getRGB(0, 0));
        double best = 1;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                double here = luminance(image.getRGB(x, y));
                double contrast = (Math.max(here, behind) + 0.05) / (Math.min(here, behind) + 0.05);
                best = Math.max(best, contrast);
            }
        }
        return best;
    }

    private static boolean isDark(Path picture) throws IOException {
        return luminance(ImageIO.read(picture.toFile()).getRGB(0, 0)) < 0.5;
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double value = (channel & 0xff) / 255.0;
        return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
