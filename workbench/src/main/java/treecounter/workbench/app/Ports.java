package treecounter.workbench.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ports for the programs of this process alone. A program listens a while after it was told its
 * port, and another workbench may look for one meanwhile: so each holds the first port of a block
 * for as long as it lives, and hands out the others. Some programs wait for minutes: so a port is
 * handed out again only when no other block is left.
 */
final class Ports {
    private static final int FIRST = 12_000;
    private static final int BLOCKS = 80;
    private static final int SIZE = 250;

    private static final List<ServerSocket> HELD = new ArrayList<>();
    private static int given;

    private Ports() {}

    /** One that is free now, and that no other workbench gives away. */
    static synchronized int next() {
        for (int tries = 0; tries < SIZE * BLOCKS; tries++) {
            if (given == HELD.size() * (SIZE - 1) && !holdAnother()) {
                given = 0;
            }
            int port = HELD.get(given / (SIZE - 1)).getLocalPort() + 1 + given % (SIZE - 1);
            given++;
            try (ServerSocket free = open(port)) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Taken. There are others.
            }
        }
        throw new UncheckedIOException(new IOException("no port is free on this machine"));
    }

    private static boolean holdAnother() {
        List<Integer> blocks = new ArrayList<>(IntStream.range(0, BLOCKS).boxed().toList());
        Collections.shuffle(blocks);
        for (int block : blocks) {
            try {
                return HELD.add(open(FIRST + block * SIZE));
            } catch (IOException e) {
                // Held already, or another's.
            }
        }
        if (HELD.isEmpty()) {
            throw new UncheckedIOException(new IOException("no block of ports is free"));
        }
        return false;
    }

    private static ServerSocket open(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
    }
}
