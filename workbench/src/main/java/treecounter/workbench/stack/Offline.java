package treecounter.workbench.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import treecounter.workbench.app.Maven;
import treecounter.workbench.machine.Command;
import treecounter.workbench.machine.Directories;
import treecounter.workbench.machine.Refusal;
import treecounter.workbench.machine.Screen;
import treecounter.workbench.workshop.Images;
import treecounter.workbench.workshop.Lesson;
import treecounter.workbench.workshop.Service;
import treecounter.workbench.workshop.Workshop;

/** What the workshop needs from the network, fetched ahead or packed for a stick. */
public final class Offline {
    private static final String REPOSITORY = "repository";
    private static final String IMAGES = "images.tar";
    private static final String UNPACK =
            """
            The treecounter workshop without a network. KIT is the path of the file you unpack.

            Java libraries, on Linux and macOS:
                mkdir -p ~/.m2 && cd ~/.m2 && jar xf KIT repository
            on Windows:
                mkdir %USERPROFILE%\\.m2
                cd /d %USERPROFILE%\\.m2
                jar xf KIT repository
            Images, where you have Docker:
                jar xf KIT images.tar
                docker load -i images.tar
            Then, in the workshop:
                make dev
            """;

    private final Screen screen;
    private final Workshop workshop;
    private final Maven maven;

    /** For a workshop on this machine. */
    public Offline(Screen screen, Workshop workshop) {
        this.screen = screen;
        this.workshop = workshop;
        this.maven = new Maven(workshop);
    }

    /**
     * Fetches every library, plugin and image of some lessons, so that their verbs work without a
     * network.
     *
     * @return 0
     * @throws Refusal if something cannot be fetched
     */
    public int prefetch(List<Lesson> lessons) {
        for (Lesson lesson : lessons) {
            if (lesson.megabytes() > 0) {
                screen.line("%s: up to %d MB of libraries", lesson, lesson.megabytes());
            }
        }
        screen.line("Fetching what Maven needs for all verbs ...");
        maven.useAll(lessons);
        if (!ComposeStack.isPossible()) {
            screen.line("Docker is not here, or not started: no images are fetched.");
            screen.line("Every verb now works without a network; make up without Docker.");
            return 0;
        }
        List<String> missing = new ArrayList<>();
        for (String name : images(lessons)) {
            if (!Images.fetch(screen, name)) {
                missing.add(Images.get(name));
            }
        }
        if (!missing.isEmpty()) {
            throw new Refusal(
                    "Could not fetch %s; Docker says above why. All else is here."
                            .formatted(String.join(", ", missing)));
        }
        screen.line("Every verb now works without a network.");
        return 0;
    }

    /** The keys in {@code .env} of what the stacks of some lessons run. */
    private static Set<String> images(List<Lesson> lessons) {
        return lessons.stream()
                .flatMap(lesson -> Core.inDocker(lesson).stream())
                .map(Service::image)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Packs the libraries, plugins and images into one file.
     *
     * @return 0
     * @throws Refusal if they are not on this machine
     */
    public int kit() {
        Path kit = workshop.root().resolve("target/treecounter-kit.zip");
        Path work = workshop.root().resolve("target/kit");
        try {
            Directories.delete(work);
            Files.createDirectories(work);
            screen.line("Packing what Maven needs, which make prefetch has fetched ...");
            packRepository(work);
            packImages(work);
            Files.writeString(work.resolve("UNPACK.txt"), UNPACK);
            zip(work, kit);
            Directories.delete(work);
            long megabytes = Math.round(Files.size(kit) / 1e6);
            screen.line("%s, %d MB. To unpack it:", kit, megabytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        screen.line("");
        UNPACK.lines().skip(2).forEach(screen::line);
        return 0;
    }

    /** Fills an empty repository from this machine's own, which takes just what is used. */
    private void packRepository(Path work) throws IOException {
        Path own = Path.of(System.getProperty("user.home"), ".m2", REPOSITORY);
        if (!Files.isDirectory(own)) {
            throw new Refusal(
                    "Expected Maven's repository at %s, found none. Run make prefetch first; one at another place cannot be packed."
                            .formatted(own));
        }
        Path settings = work.resolve("settings.xml");
        Files.writeString(
                settings,
                """
                <settings>
                  <mirrors>
                    <mirror>
                      <id>own</id>
                      <mirrorOf>*</mirrorOf>
                      <url>%s</url>
                    </mirror>
                  </mirrors>
                </settings>
                """
                        .formatted(own.toUri()));
        Path packed = work.resolve(REPOSITORY);
        maven.useAll(Lesson.all(), "-s", settings.toString(), "-Dmaven.repo.local=" + packed);
        Files.delete(settings);
        try (Stream<Path> files = Files.walk(packed)) {
            // These tie a file to the server it came from. Without them it is good anywhere.
            for (Path file : files.filter(Offline::isOfThisMachine).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean isOfThisMachine(Path file) {
        String name = file.getFileName().toString();
        return name.equals("_remote.repositories")
                || name.equals("resolver-status.properties")
                || name.endsWith(".lastUpdated");
    }

    private void packImages(Path work) {
        List<String> images = List.of();
        if (ComposeStack.isPossible()) {
            images = Images.all().values().stream().filter(Images::isHere).toList();
        }
        List<String> missing = new ArrayList<>(Images.all().values());
        missing.removeAll(images);
        if (!missing.isEmpty()) {
            screen.line("Not on this machine, so not in the kit: %s", String.join(", ", missing));
        }
        if (images.isEmpty()) {
            return;
        }
        screen.line("Packing %s ...", String.join(", ", images));
        List<String> command = new ArrayList<>(List.of("docker", "save", "--output"));
        command.add(work.resolve(IMAGES).toString());
        command.addAll(images);
        if (Command.of(command).within(Duration.ofHours(1)).show() != 0) {
            throw new Refusal("docker save failed; Docker says above why.");
        }
    }

    private static void zip(Path directory, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
                Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                String name = directory.relativize(path).toString().replace('\\', '/');
                zip.putNextEntry(new ZipEntry(name));
                Files.copy(path, zip);
                zip.closeEntry();
            }
        }
    }
}
