package treecounter.forest;

import com.sun.net.httpserver.HttpExchange;

/** Who asks a server on loopback: a page of somebody else in a browser knows no such name. */
public final class ThisMachine {
    private ThisMachine() {}

    /** Whether a request is for a name of this machine. */
    public static boolean isAsked(HttpExchange exchange) {
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
        return host.matches("(127\\.0\\.0\\.1|localhost)(:\\d+)?");
    }
}
