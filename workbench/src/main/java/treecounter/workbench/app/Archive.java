package treecounter.workbench.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import treecounter.workbench.machine.Command;
import treecounter.workbench.workshop.Module;

/**
 * An archive of classes that every app loads; where a lesson has large libraries, one with theirs
 * too, which is made when its servers first run.
 */
final class Archive {
    private static final Set<Path> TRIED = ConcurrentHashMap.newKeySet();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Archive() {}

    /** The best one there is for the programs of a module. */
    static Optional<Path> of(Module module) {
        return Stream.concat(
                        own(module).stream(), Stream.of(App.bench().resolveSibling("app-apps.jsa")))
                .filter(Files::exists)
                .findFirst();
    }

    /** Java finds out for itself whether an archive fits; its name tells when to make another. */
    private static Optional<Path> own(Module module) {
        return module.lesson()
                .rehearsal()
                .map(
                        rehearsal -> {
                            CRC32 crc = new CRC32();
                            List<String> fits = new ArrayList<>(module.libraryTimes());
                            fits.add(App.bench() + " " + App.bench().toFile().lastModified());
                            fits.add(System.getProperty("java.home"));
                            fits.forEach(text -> crc.update(text.getBytes(StandardCharsets.UTF_8)));
                            return App.bench()
                                    .resolveSibling(
                                            prefix(module) + "%08x.jsa".formatted(crc.getValue()));
                        });
    }

    private static String prefix(Module module) {
        return "app-%s-".formatted(module.name().replace('/', '-'));
    }

    /** Makes that of a module's lesson, unless it is there. */
    static void make(Module module, Map<String, String> settings) {
        own(module)
                .filter(archive -> !Files.exists(archive) && Files.isRegularFile(App.bench()))
                .filter(TRIED::add)
                .ifPresent(archive -> make(archive, module, settings));
    }

    private static void make(Path archive, Module module, Map<String, String> settings) {
        Path fresh =
                archive.resolveSibling(archive.getFileName() + "." + ProcessHandle.current().pid());
        try {
            List<String> words =
                    new ArrayList<>(App.java(module, "-XX:ArchiveClassesAtExit=" + fresh));
            words.addAll(List.of("App", Tether.LOAD));
            words.addAll(module.lesson().rehearsal().stream().toList());
            Command.of(words).with(settings).within(PATIENCE).run();
            try (Stream<Path> files = Files.list(archive.getParent())) {
                for (Path old :
                        files.filter(file -> !file.equals(fresh))
                                .filter(
                                        file ->
                                                file.getFileName()
                                                        .toString()
                                                        .startsWith(prefix(module)))
                                .toList()) {
                    Files.deleteIfExists(old);
                }
            }
            Files.move(fresh, archive, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // Programs start without it, a little later.
        }
    }
}
