package treecounter.workbench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import treecounter.workbench.checks.Bench;

/** Where processes listen, read where Linux tells it. */
public final class Listening {
    /** As the system writes them. */
    public static final Set<String> LOOPBACK =
            Set.of("0100007F", "0000000000000000FFFF00000100007F");

    private static final String LISTENS = "0A";

    private Listening() {}

    /** Whether this system tells. */
    public static boolean isKnown() {
        return Files.exists(Path.of("/proc/net/tcp"));
    }

    /** The addresses on which these processes listen, one for each port. */
    public static List<String> addresses(List<ProcessHandle> processes) {
        Set<String> own = new HashSet<>();
        processes.forEach(process -> own.addAll(sockets(process.pid())));
        return listening().stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> own.contains(words[9]))
                .map(words -> words[1].replaceFirst(":.*", ""))
                .toList();
    }

    private static Set<String> sockets(long pid) {
        Set<String> inodes = new HashSet<>();
        File[] files = new File("/proc/%d/fd".formatted(pid)).listFiles();
        for (File file : files == null ? new File[0] : files) {
            try {
                String target = Files.readSymbolicLink(file.toPath()).toString();
                if (target.startsWith("socket:[")) {
                    inodes.add(target.replaceAll("\\D", ""));
                }
            } catch (IOException e) {
                // Closed meanwhile.
            }
        }
        return inodes;
    }

    private static List<String> listening() {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(file -> Bench.text(Path.of(file)).lines())
                .filter(line -> line.strip().split("\\s+")[3].equals(LISTENS))
                .toList();
    }
}
