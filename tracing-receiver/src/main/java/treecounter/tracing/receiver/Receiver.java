package treecounter.tracing.receiver;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import treecounter.forest.Answer;
import treecounter.forest.Guard;
import treecounter.forest.ServerAddress;
import treecounter.forest.ThisMachine;

/**
 * Receives spans by OTLP, as protobuf over HTTP, and offers them as JSON: {@code POST
 * /ROOM/v1/traces} takes what an exporter sends, {@code GET /ROOM/spans} gives the spans that came
 * to that room so far, a line each.
 *
 * <p>It listens on loopback only. A room is for one run of a program; the oldest are forgotten.
 */
public final class Receiver {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int MOST_ROOMS = 50;
    private static final int MOST_SPANS = 20_000;
    private static final String PROTOBUF = "application/x-protobuf";

    private final Map<String, List<String>> rooms =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, List<String>> one) {
                            return size() > MOST_ROOMS;
                        }
                    });

    private Receiver() {}

    /** Listens on a free port and prints where. */
    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(ServerAddress.of("127.0.0.1", port()), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", new Guard(new Receiver()::answer));
        server.start();
        System.out.println("RECEIVER_URL=http://127.0.0.1:" + server.getAddress().getPort());
        System.out.println("ready");
    }

    private static int port() {
        return Integer.parseInt(System.getenv().getOrDefault("PORT", "0"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] words = exchange.getRequestURI().getPath().split("/", 3);
        String what = exchange.getRequestMethod() + " " + words[words.length - 1];
        if (!ThisMachine.isAsked(exchange) || words.length < 3) {
            Answer.notFound().send(exchange);
        } else if (what.equals("POST v1/traces")) {
            receive(exchange, room(words[1]));
        } else if (what.equals("GET spans")) {
            String lines = String.join("\n", room(words[1]));
            new Answer(200, "application/x-ndjson", lines, Map.of()).send(exchange);
        } else {
            Answer.notFound().send(exchange);
        }
    }

    private List<String> room(String name) {
        return rooms.computeIfAbsent(name, missing -> new CopyOnWriteArrayList<>());
    }

    private static void receive(HttpExchange exchange, List<String> room) throws IOException {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!type.startsWith(PROTOBUF)) {
            text(415, "expected %s, found %s".formatted(PROTOBUF, type)).send(exchange);
            return;
        }
        try {
            byte[] body = body(exchange).readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                text(413, "expected at most 1 MiB").send(exchange);
                return;
            }
            for (String line : SpanLines.of(ExportTraceServiceRequest.parseFrom(body))) {
                if (room.size() < MOST_SPANS) {
                    room.add(line);
                }
            }
        } catch (InvalidProtocolBufferException | ZipException e) {
            text(400, "expected OTLP, found " + e.getMessage()).send(exchange);
            return;
        }
        try (exchange) {
            byte[] done = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", PROTOBUF);
            exchange.sendResponseHeaders(200, done.length == 0 ? -1 : done.length);
            exchange.getResponseBody().write(done);
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    private static Answer text(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", text + "\n", Map.of());
    }
}
