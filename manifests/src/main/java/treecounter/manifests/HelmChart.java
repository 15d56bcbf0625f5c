package treecounter.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.LintCommand;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import com.marcnuri.helm.jni.HelmLib;
import com.marcnuri.helm.jni.NativeLibrary;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Asks Helm, which is a native library here, what it finds in a chart and makes of it. */
final class HelmChart {
    private final HelmLib helm;

    private HelmChart(HelmLib helm) {
        this.helm = helm;
    }

    /** Helm cannot be asked on this machine. */
    static final class Missing extends Exception {
        private Missing(String why) {
            super(why);
        }
    }

    /**
     * Loads Helm, once and for all.
     *
     * @throws Missing if there is none for this machine
     */
    static HelmChart load() throws Missing {
        try {
            return new HelmChart(Found.helm());
        } catch (IOException | LinkageError e) {
            throw new Missing("Helm's library cannot be loaded: " + e.getMessage());
        }
    }

    /** What Helm says of a chart's files, and what it renders for each of some releases. */
    ObjectNode ask(Map<String, String> files, Iterable<JsonNode> renderings, ObjectNode answer)
            throws IOException {
        Path directory = Files.createTempDirectory("chart");
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = directory.resolve("chart").resolve(file.getKey()).normalize();
                if (!path.startsWith(directory.resolve("chart"))) {
                    throw new IllegalArgumentException(
                            "expected files of the chart, found " + file.getKey());
                }
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            lint(directory.resolve("chart"), answer);
            for (JsonNode release : renderings) {
                String values = release.path("values").toString();
                render(
                        directory.resolve("chart"),
                        release.path("release").asText(),
                        Files.writeString(directory.resolve("values.json"), values),
                        answer.withArray("renderings").addObject());
            }
            return answer;
        } finally {
            delete(directory);
        }
    }

    private synchronized void lint(Path chart, ObjectNode answer) {
        try {
            LintResult result = new LintCommand(helm, chart).call();
            result.getMessages().forEach(answer.withArray("lint")::add);
            answer.put("failed", result.isFailed());
        } catch (IllegalStateException e) {
            answer.withArray("lint").add(without(chart, e));
            answer.put("failed", true);
        }
    }

    private synchronized void render(Path chart, String name, Path values, ObjectNode answer) {
        answer.put("text", "").put("error", "");
        try {
            String text =
                    new TemplateCommand(helm, chart)
                            .withName(name)
                            .withNamespace("treecounter")
                            .withValuesFile(values)
                            .call();
            answer.put("text", text);
        } catch (IllegalStateException e) {
            answer.put("error", without(chart, e));
        }
    }

    /** Where the files were put for a moment is nobody's business. */
    private static String without(Path chart, Exception e) {
        return String.valueOf(e.getMessage()).replace(chart + "/", "").strip();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static final class Found {
        private static HelmLib helm;

        /** Unpacked once, beside the jar: it is 98 MB, and that takes most of a second. */
        private static synchronized HelmLib helm() throws Missing, IOException {
            if (helm != null) {
                return helm;
            }
            NativeLibrary library =
                    ServiceLoader.load(NativeLibrary.class, NativeLibrary.class.getClassLoader())
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new Missing(
                                                    "Helm's library is not made for %s on %s"
                                                            .formatted(
                                                                    System.getProperty("os.name"),
                                                                    System.getProperty(
                                                                            "os.arch"))));
            helm = Native.load(unpacked(library).toString(), HelmLib.class);
            return helm;
        }

        private static Path unpacked(NativeLibrary library) throws IOException {
            String resource = "/" + library.getBinaryName();
            Path there = besideLibraries(library).resolve(library.getBinaryName());
            long size =
                    library.getClass().getResource(resource).openConnection().getContentLength();
            if (Files.exists(there) && Files.size(there) == size) {
                return there;
            }
            Path fresh = Files.createTempFile(there.getParent(), "helm", ".part");
            try (InputStream in = library.getClass().getResourceAsStream(resource)) {
                Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
            }
            // Two may do so at a time; each has the whole of it then.
            Files.move(fresh, there, StandardCopyOption.REPLACE_EXISTING);
            return there;
        }

        /** In target, whose lib holds the jars. */
        private static Path besideLibraries(NativeLibrary library) throws IOException {
            try {
                URI jar =
                        library.getClass()
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI();
                return Path.of(jar).getParent().getParent();
            } catch (URISyntaxException e) {
                throw new IOException(e);
            }
        }
    }
}
