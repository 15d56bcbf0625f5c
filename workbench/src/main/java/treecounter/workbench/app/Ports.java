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
 * for as long as it lives, and hands out the others.
 */
final class Ports {
    private static final int FIRST = 12_000;
    private static final int BLOCKS = 20;
    private static final int SIZE = 1_000;

    private static ServerSocket held;
    private static int given;

    private Ports() {}

    /** One that is free now, and that no other workbench gives away. */
    static synchronized int next() {
        if (held == null) {
            held = hold();
        }
        for (int i = 1; i < SIZE; i++) {
            int port = held.getLocalPort() + 1 + given++ % (SIZE - 1);
            try (ServerSocket free = open(port)) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Taken. There are others.
            }
        }
        throw new UncheckedIOException(new IOException("no port is free on this machine"));
    }

    private static ServerSocket hold() {
        List<Integer> blocks = new ArrayList<>(IntStream.range(0, BLOCKS).boxed().toList());
        Collections.shuffle(blocks);
        for (int block : blocks) {
            try {
                return open(FIRST + block * SIZE);
            } catch (IOException e) {
                // Another's.
            }
        }
        throw new UncheckedIOException(new IOException("no block of ports is free"));
    }

    private static ServerSocket open(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
    }
}
