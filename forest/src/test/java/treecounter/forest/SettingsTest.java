package treecounter.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import treecounter.forest.Loopback.HandMade;
import treecounter.forest.Loopback.Program;

/** What programs make of their environment. */
@Timeout(60)
class SettingsTest {
    /** A name too long for DNS, so that nobody on the network is asked for it. */
    private static final String LONG =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static Program program(String app, Map<String, String> settings) throws IOException {
        return new Program(app.equals("forest") ? Forest.class : ChildApp.class, settings, app);
    }

    /** The one line a program says before it ends with exit code 1. */
    private static String refusal(String app, Map<String, String> settings) throws Exception {
        try (Program program = program(app, settings)) {
            assertThat(program.endsWithin(20)).isTrue();
            String told = new String(program.process.getErrorStream().readAllBytes());
            assertThat(program.process.exitValue()).as(told).isEqualTo(1);
            assertThat(program.out.lines()).isEmpty();
            assertThat(told.lines()).as(told).hasSize(1);
            return told;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server | PORT | eight | a number from 0 to 65535 | Try PORT=8001",
                "server | PORT | 65536 | a number from 0 to 65535 | Try PORT=8001",
                "server | HOST | " + LONG + " | a name or address of this machine | Unset HOST",
                "client | TREES_API_URL | localhost:8002 | http://HOST:PORT/v1/trees/count | Unset",
                "client | TREES_API_URL | http://my_forest/ | http://HOST:PORT/v1/trees/count |"
                        + " Unset it",
                "client | TREES_API_URL | ftp://host/ | http://HOST:PORT/v1/trees/count | Unset it",
                "client | TREES_API_URL | http://a b/ | http://HOST:PORT/v1/trees/count | Unset it",
                "client | TREES_API_URL | http://127.0.0.1:99999/ | http://HOST:PORT/v1 | Unset it",
                "client | TREES_API_TIMEOUT | 0 | seconds, such as 2 or 0.5 | Unset it",
                "client | TREES_API_TIMEOUT | 2s | seconds, such as 2 or 0.5 | Unset it",
                "client | FOREST_LATENCY | slow | seconds from 0 to 60 | 0.05",
                "forest | FOREST_LATENCY | slow | seconds from 0 to 60 | 0.05",
                "forest | FOREST_ERROR_RATE | 15% | a share from 0 to 1 | 0.15",
                "forest | FOREST_ERROR_RATE | 15 | a share from 0 to 1 | 0.15",
                "client | FOREST_SEED | one | a whole number | Unset it",
                "forest | FOREST_SEED | -1 | a whole number | Unset it",
                "forest | PORT | -1 | a number from 0 to 65535 | Try PORT=",
            })
    void aBadSettingEndsTheProgramWithOneLine(
            String app, String name, String value, String expected, String hint) throws Exception {
        assertThat(refusal(app, Map.of(name, value)))
                .contains("expected " + expected, "found '" + value, hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "forest"})
    void aTakenPortEndsTheProgramWithOneLine(String app) throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = holder.getLocalPort();
            assertThat(refusal(app, Map.of("PORT", String.valueOf(port))))
                    .startsWith("Port " + port + " on 127.0.0.1 is taken, by")
                    .contains("See who holds it", "choose another: PORT=");
        }
    }

    @Test
    void aPortThatIsTakenAtTheLastMomentEndsTheProgramWithOneLine() throws Exception {
        int port = freePort();
        assertThat(refusal("late", Map.of("PORT", String.valueOf(port))))
                .startsWith("Port " + port + " on 127.0.0.1 is taken, by");
    }

    @Test
    void aSecondServerOfTheAppThatCannotListenIsShownWithItsLine() throws Exception {
        Map<String, String> settings = Map.of("PORT", String.valueOf(freePort()));
        try (Program program = program("second", settings)) {
            assertThat(program.endsWithin(20)).isTrue();
            assertThat(new String(program.process.getErrorStream().readAllBytes()))
                    .contains("Exception in thread \"main\" java.net.BindException")
                    .contains("ChildApp.java:");
            assertThat(program.process.exitValue()).isEqualTo(1);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyVariableCountsAsUnset(String empty) throws IOException {
        Map<String, String> settings =
                Map.of(
                        "PORT", empty,
                        "HOST", empty,
                        "TREES_API_URL", empty,
                        "FOREST_LATENCY", empty,
                        "FOREST_ERROR_RATE", empty);
        try (Program program = program("settings", settings)) {
            assertThat(program.out.lines())
                    .containsExactly("127.0.0.1 8001 Optional.empty " + Faults.ORIGINAL);
        }
    }

    @Test
    void aForestRunsAsItIsToldAndListensToThisMachineOnly() throws IOException {
        Map<String, String> settings =
                Map.of("PORT", "0", "FOREST_LATENCY", "0", "FOREST_ERROR_RATE", "1");
        try (Program program = program("forest", settings)) {
            String line = program.out.readLine();
            assertThat(line).matches("Forest: http://localhost:\\d+/v1/trees/count .*");
            int port = Integer.parseInt(line.replaceAll("\\D*(\\d+).*", "$1"));
            assertThat(Loopback.get(port, "/v1/trees/count").status()).isEqualTo(503);
            try (Socket socket = new Socket()) {
                assertThatExceptionOfType(IOException.class)
                        .as("at an address of this machine that is not 127.0.0.1")
                        .isThrownBy(
                                () ->
                                        socket.connect(
                                                new InetSocketAddress("127.0.0.2", port), 2000));
            }
        }
    }

    @Test
    void withoutAUrlAnAppAsksAForestOfItsOwn() throws IOException {
        Map<String, String> settings = Map.of("FOREST_LATENCY", "0", "FOREST_ERROR_RATE", "0");
        try (Program program = program("client", settings)) {
            assertThat(program.out.readLine())
                    .matches("http://127.0.0.1:\\d+/v1/trees/count: \\d{9,}");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 2000", "0.3, 300"})
    void anAppAsksTheUrlItIsToldAndWaits2SecondsUnlessTold(String timeout, int millis)
            throws IOException {
        try (HandMade silent = new HandMade((in, out) -> in.read());
                Program program =
                        program(
                                "client",
                                Map.of(
                                        "TREES_API_URL",
                                        silent.uri().toString(),
                                        "TREES_API_TIMEOUT",
                                        timeout))) {
            assertThat(program.out.readLine())
                    .isEqualTo(silent.uri() + ": no whole answer within " + millis + " ms");
        }
    }
}
