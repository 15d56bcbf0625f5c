package treecounter.workbench.lessons.alerting;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import treecounter.workbench.machine.Command;
import treecounter.workbench.stack.Core;
import treecounter.workbench.stack.LocalFiles;
import treecounter.workbench.workshop.Program;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Service.Place;
import treecounter.workbench.workshop.Service.Start;

/** The servers that bring an alert to somebody. */
final class AlertServices {
    private static final String SMTP = "SMTP_PORT";

    private static final Service INBOX_PAGE =
            Core.of(
                    new Program(
                            "inbox",
                            Optional.of("inbox"),
                            "treecounter.inbox.Inbox",
                            8005,
                            "/letters",
                            "/"));

    /** Takes letters, and lists them on a page. */
    static final Service INBOX =
            new Service(
                    INBOX_PAGE.name(),
                    INBOX_PAGE.image(),
                    true,
                    INBOX_PAGE.standardPort(),
                    INBOX_PAGE.ready(),
                    false,
                    INBOX_PAGE.page(),
                    place ->
                            INBOX_PAGE.natively().start(place).map(start -> withMail(start, place)),
                    Map.of(SMTP, 8025),
                    "");

    /** Groups, silences and inhibits alerts, and writes letters. */
    static final Service ALERTMANAGER =
            Service.of(
                            "alertmanager",
                            "ALERTMANAGER_IMAGE",
                            9093,
                            "/-/ready",
                            "/#/alerts",
                            place ->
                                    // Debian calls it by the longer name.
                                    Stream.of("alertmanager", "prometheus-alertmanager")
                                            .flatMap(name -> Command.onPath(name).stream())
                                            .findFirst()
                                            .map(program -> alertmanager(program, place)))
                    .from(
                            "https://prometheus.io/download/#alertmanager, or Debian's package"
                                    + " prometheus-alertmanager");

    private AlertServices() {}

    private static Start withMail(Start page, Place place) {
        Map<String, String> settings = new HashMap<>(page.environment());
        settings.put(SMTP, String.valueOf(INBOX.port(place.options(), SMTP)));
        return new Start(page.command(), settings);
    }

    private static Start alertmanager(Path program, Place place) {
        Path files = new LocalFiles(place).directory("alertmanager");
        int port = ALERTMANAGER.port(place.options());
        return new Start(
                List.of(
                        program.toString(),
                        "--config.file=" + files.resolve("alertmanager.yaml"),
                        "--storage.path=" + place.data().resolve("alertmanager-data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--web.external-url=http://localhost:" + port,
                        // One alone has nobody to talk to.
                        "--cluster.listen-address="),
                Map.of());
    }
}
