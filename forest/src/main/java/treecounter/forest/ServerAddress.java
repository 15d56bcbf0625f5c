package treecounter.forest;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Locale;

/**
 * Where a server of the JDK listens. Who asks for an address here also gets the time limits that
 * such a server needs: a client that sends its request too slowly is cut off after {@value
 * #REQUEST_SECONDS} seconds.
 */
public final class ServerAddress {
    static final int REQUEST_SECONDS = 5;
    // The JDK counts the handler's own time too; a forest can be told to take up to 60 s.
    private static final int RESPONSE_SECONDS = 90;

    static {
        // The JDK server reads these once, when its first instance is made.
        setIfAbsent("sun.net.httpserver.nodelay", "true");
        setIfAbsent("sun.net.httpserver.maxReqTime", String.valueOf(REQUEST_SECONDS));
        setIfAbsent("sun.net.httpserver.maxRspTime", String.valueOf(RESPONSE_SECONDS));
    }

    private ServerAddress() {}

    /**
     * The address of an app: {@code HOST} (127.0.0.1) and {@code PORT} (8001). A port that is
     * taken, or a setting that cannot be understood, ends the program with one line and exit code
     * 1.
     */
    public static InetSocketAddress fromEnvironment() {
        try {
            InetSocketAddress address = of(Settings.host(), Settings.port(8001));
            refuseIfTakenMeanwhile(address, new Throwable().getStackTrace()[1]);
            return address;
        } catch (IOException | IllegalArgumentException e) {
            throw Settings.refuse(e);
        }
    }

    /**
     * An address that a server can have now.
     *
     * @param port 0 is any free port
     * @throws BindException if the port is taken; the message says how to go on
     * @throws IOException if the host is unknown or the port cannot be opened
     */
    public static InetSocketAddress of(String host, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException(
                    "HOST: expected a name or address of this machine, found '%s'. Unset HOST."
                            .formatted(host));
        }
        // Bound, but never listening: nobody can take this for the server.
        try (SocketChannel probe = SocketChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address);
            return address;
        } catch (BindException e) {
            BindException told = new BindException(cannotListen(address, e));
            told.initCause(e);
            throw told;
        }
    }

    /** The address to type into a browser, for a server that is bound. */
    public static String url(HttpServer server, String path) {
        InetSocketAddress address = server.getAddress();
        boolean reachableAsLocalhost =
                address.getAddress().isAnyLocalAddress()
                        || address.getAddress().isLoopbackAddress();
        String host = reachableAsLocalhost ? "localhost" : address.getHostString();
        return "http://" + host + ":" + address.getPort() + path;
    }

    /**
     * Another program can take the port in the moment before the server does; then the line that
     * asked for the address, and makes the server, throws. Any other exception is shown as ever.
     */
    private static void refuseIfTakenMeanwhile(InetSocketAddress address, StackTraceElement asked) {
        Thread.currentThread()
                .setUncaughtExceptionHandler(
                        (thread, e) -> {
                            if (e instanceof BindException late
                                    && List.of(e.getStackTrace()).contains(asked)) {
                                Settings.refuse(new BindException(cannotListen(address, late)));
                            }
                            thread.getThreadGroup().uncaughtException(thread, e);
                        });
    }

    private static String cannotListen(InetSocketAddress address, BindException e) {
        String host = address.getHostString();
        int port = address.getPort();
        String message = String.valueOf(e.getMessage());
        if (!message.contains("in use")) {
            return "Cannot listen on %s:%d: %s. Choose another HOST or PORT."
                    .formatted(host, port, message);
        }
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win");
        String who = windows ? "netstat -ano | findstr :" + port : "lsof -i :" + port;
        return "Port %d on %s is taken, by another make dev or make up? See who holds it: %s. Or choose another: PORT=%d."
                .formatted(port, host, who, port < 65_000 ? port + 10 : 8001);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
