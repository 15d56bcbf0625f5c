package treecounter.inbox;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.Optional;
import treecounter.forest.Guard;
import treecounter.forest.RequestThreads;
import treecounter.forest.ServerAddress;

/**
 * Takes letters over SMTP, whoever they are for, and shows them on a page. It keeps the last ones
 * while it runs, and passes none on.
 *
 * <p>{@code HOST} (127.0.0.1), {@code PORT} (8005) of the page and {@code SMTP_PORT} (8025) say
 * where it listens.
 */
public final class Inbox implements AutoCloseable {
    private static final int PAGE_PORT = 8005;
    private static final int SMTP_PORT = 8025;
    private static final int READERS = 16;

    private final HttpServer page;
    private final GreenMail mail;

    private Inbox(HttpServer page, GreenMail mail) {
        this.page = page;
        this.mail = mail;
    }

    public static void main(String[] args) {
        try {
            String host = setting("HOST").orElse("127.0.0.1");
            Inbox inbox = start(host, port("PORT", PAGE_PORT), port("SMTP_PORT", SMTP_PORT));
            System.out.printf(
                    "Inbox: %s (SMTP on port %d)%n",
                    ServerAddress.url(inbox.page, "/"), inbox.mail.getSmtp().getPort());
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Starts both servers.
     *
     * @throws IOException if a port is taken; the message says how to go on
     */
    static Inbox start(String host, int pagePort, int smtpPort) throws IOException {
        Letters letters = new Letters();
        GreenMail mail = mail(host, smtpPort, letters);
        HttpServer page = HttpServer.create(ServerAddress.of(host, pagePort), RequestThreads.MOST);
        page.setExecutor(new RequestThreads(READERS));
        page.createContext("/", new Guard(new LettersHandler(letters)));
        mail.start();
        page.start();
        return new Inbox(page, mail);
    }

    /** Where the page is. */
    String url(String path) {
        return ServerAddress.url(page, path);
    }

    private static GreenMail mail(String host, int port, Letters letters) throws IOException {
        try {
            ServerAddress.of(host, port);
        } catch (IOException e) {
            throw new IOException(e.getMessage().replace(" PORT", " SMTP_PORT"), e);
        }
        GreenMail mail = new GreenMail(new ServerSetup(port, host, ServerSetup.PROTOCOL_SMTP));
        UserManager users = mail.getUserManager();
        users.setMessageDeliveryHandler(
                (message, to) -> {
                    letters.add(Letter.of(message.getMessage(), to.getEmail()));
                    return emptied(users);
                });
        return mail;
    }

    /** GreenMail wants to keep each letter itself; it is let keep the last one. */
    private static GreenMailUser emptied(UserManager users) {
        try {
            GreenMailUser keeper = users.getUser("keeper");
            if (keeper == null) {
                keeper = users.createUser("keeper@inbox.example", "keeper", "");
            }
            users.getImapHostManager().getInbox(keeper).deleteAllMessages();
            return keeper;
        } catch (UserException | FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getenv(name))
                .map(String::strip)
                .filter(s -> !s.isEmpty());
    }

    private static int port(String name, int standard) {
        return setting(name)
                .map(
                        text -> {
                            if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535) {
                                return Integer.parseInt(text);
                            }
                            throw new IllegalArgumentException(
                                    "%s: expected a number from 0 to 65535, found '%s'. Try %1$s=%d."
                                            .formatted(name, text, standard));
                        })
                .orElse(standard);
    }

    @Override
    public void close() {
        page.stop(0);
        mail.stop();
    }
}
