package treecounter.workbench.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import treecounter.workbench.app.Compilation.Problem;
import treecounter.workbench.workshop.Module;

/** Names the import of a class that the compiler does not know and the module's libraries have. */
final class MissingImport {
    private static final Pattern UNKNOWN =
            Pattern.compile(
                    "symbol:\\s+(?:class|variable) ([A-Z]\\w*)"
                            + "|package ([A-Z]\\w*)(?:\\.\\w+)* does not exist");
    private static final Pattern IMPORT = Pattern.compile("import .*\\.([A-Z]\\w*);");

    /** The packages of Java itself that lessons use. */
    private static final List<String> OF_JAVA =
            List.of(
                    "com.sun.net.httpserver",
                    "java.io",
                    "java.net.http",
                    "java.nio.charset",
                    "java.time",
                    "java.util",
                    "java.util.function");

    private static final int MOST = 2;

    private MissingImport() {}

    /** A hint, where an error is such a class. */
    static Optional<String> hint(Problem problem, Module module) {
        Matcher wrong = IMPORT.matcher(problem.code());
        Matcher unknown = UNKNOWN.matcher(problem.message());
        boolean isImport = wrong.find() && problem.message().matches("(?s)(cannot find|package).*");
        if (!isImport && !unknown.find()) {
            return Optional.empty();
        }
        String name =
                isImport
                        ? wrong.group(1)
                        : Optional.ofNullable(unknown.group(1)).orElseGet(() -> unknown.group(2));
        List<String> found = classes(name, module);
        return found.isEmpty() || found.size() > MOST
                ? Optional.empty()
                : Optional.of(
                        "%s: %s. It is %s."
                                .formatted(
                                        problem.file().getFileName(),
                                        isImport
                                                ? "there is no class " + name + " in that package"
                                                : "the import of " + name + " is missing",
                                        String.join(", or ", found)));
    }

    private static List<String> classes(String name, Module module) {
        Pattern entry = Pattern.compile("(?!META-INF/)(?:.*[/$])?" + name + "\\.class");
        Stream<String> ofLibraries =
                module.libraries().stream()
                        .filter(Files::isRegularFile)
                        .flatMap(library -> entries(library, entry).stream());
        Stream<String> ofJava =
                OF_JAVA.stream().map(inside -> inside + "." + name).filter(MissingImport::isThere);
        return Stream.concat(ofLibraries, ofJava)
                .distinct()
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.toList(), MissingImport::leastNested));
    }

    /** Of classes of one name those that stand by themselves, where there are any. */
    private static List<String> leastNested(List<String> all) {
        List<String> own = all.stream().filter(each -> !each.contains("$")).toList();
        return (own.isEmpty() ? all : own).stream().map(each -> each.replace('$', '.')).toList();
    }

    private static List<String> entries(Path library, Pattern wanted) {
        try (ZipFile jar = new ZipFile(library.toFile())) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .filter(entry -> wanted.matcher(entry).matches())
                    .map(entry -> entry.replaceFirst("\\.class$", "").replace('/', '.'))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(name, false, MissingImport.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
