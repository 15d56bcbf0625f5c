package treecounter.workbench.workshop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Options;

/**
 * A program of the stack.
 *
 * @param name in the compose files
 * @param image the key of its image in {@code .env}
 * @param required whether a stack without it is none
 * @param standardPort on this machine, where its setting says nothing else
 * @param ready a path that is answered once it is ready, and that changes nothing
 * @param anyStatus whether any answer there will do
 * @param page a path for people
 * @param natively how to run it without Docker
 * @param otherPorts the settings for further ports, with the standard one of each
 * @param home where to get what it takes to run it without Docker; empty for the workshop's own
 */
public record Service(
        String name,
        String image,
        boolean required,
        int standardPort,
        String ready,
        boolean anyStatus,
        String page,
        Natively natively,
        Map<String, Integer> otherPorts,
        String home) {

    /** A program with one port. */
    public Service(
            String name,
            String image,
            boolean required,
            int standardPort,
            String ready,
            boolean anyStatus,
            String page,
            Natively natively) {
        this(name, image, required, standardPort, ready, anyStatus, page, natively, Map.of(), "");
    }

    /** The same, with where to get it. */
    public Service from(String where) {
        return new Service(
                name,
                image,
                required,
                standardPort,
                ready,
                anyStatus,
                page,
                natively,
                otherPorts,
                where);
    }

    /** How a service runs as a plain process of this machine. */
    @FunctionalInterface
    public interface Natively {
        /**
         * @return nothing if this machine has not got the program
         */
        Optional<Start> start(Place place);
    }

    /**
     * Where a service is to run.
     *
     * @param data a directory for what it writes
     * @param module whose app the stack runs
     */
    public record Place(Workshop workshop, Path data, Module module, Options options) {}

    /** A command, and what it finds in its environment beyond what is there already. */
    public record Start(List<String> command, Map<String, String> environment) {}

    /** A server of one lesson, that the lesson cannot do without. */
    public static Service of(
            String name, String image, int port, String ready, String page, Natively natively) {
        return new Service(name, image, true, port, ready, false, page, natively);
    }

    /** The setting for its port on this machine, such as {@code APP_PORT}. */
    public String portKey() {
        return portKey(name);
    }

    /** The setting for the port of a service or program of that name. */
    public static String portKey(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_') + "_PORT";
    }

    /** The settings for all its ports, with the standard one of each. */
    public Map<String, Integer> ports() {
        Map<String, Integer> ports = new TreeMap<>(otherPorts);
        ports.put(portKey(), standardPort);
        return ports;
    }

    /** Its port on this machine. */
    public int port(Options options) {
        return port(options, portKey());
    }

    /** One of its ports on this machine, by its setting. */
    public int port(Options options, String key) {
        return options.number(key, ports().get(key), 1, 65535);
    }

    /** The address that programs on this machine use. */
    public URI uri(Options options, String path) {
        return URI.create("http://127.0.0.1:" + port(options) + path);
    }

    /** The address to type into a browser. */
    public String page(Options options) {
        return "http://localhost:" + port(options) + page;
    }

    /** There is one of each name. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Service service && name.equals(service.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Whether it is ready. */
    public boolean isReady(Options options) {
        if (ready.isEmpty()) {
            return true; // Nobody waits for it.
        }
        try {
            int status = Http.get(uri(options, ready)).status();
            return anyStatus || status == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The settings of those of its ports on which somebody listens. */
    public List<String> takenPorts(Options options) {
        return ports().keySet().stream().filter(key -> isTaken(port(options, key))).toList();
    }

    /** Whether somebody listens on one of its ports. */
    public boolean isTaken(Options options) {
        return !takenPorts(options).isEmpty();
    }

    private static boolean isTaken(int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return !free.isBound();
        } catch (IOException e) {
            return true;
        }
    }
}
