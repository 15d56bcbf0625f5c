package treecounter.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import treecounter.forest.Answer;

/** Tells whoever looks after an app that it is well: mount it at {@code /healthy}. */
public final class Health implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/healthy")) {
            Answer.notFound().send(exchange);
            return;
        }
        LOG.info("asked whether it is well");
        Answer.json(200, "{\"healthy\": true}").send(exchange);
    }
}
