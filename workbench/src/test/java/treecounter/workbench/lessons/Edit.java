package treecounter.workbench.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import treecounter.workbench.workshop.Module;

/**
 * A small change to one file of a module: text that is found there once, and what comes instead.
 *
 * @param find the text; empty for a file that is made, or made anew
 */
public record Edit(String file, String find, String replace) {
    /** Does it; text that is not there, or there twice, fails the test. */
    void in(Module module) {
        Path path = module.file(file);
        try {
            if (find.isEmpty()) {
                Files.writeString(path, replace);
                return;
            }
            String text = Files.readString(path);
            assertThat(places(text)).as("places in %s with: %s", file, find).isEqualTo(1);
            Files.writeString(path, text.replace(find, replace));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does it to texts of files that others may have changed before; whether it can be done. */
    boolean in(Module module, Map<String, String> texts) {
        if (find.isEmpty()) {
            texts.put(file, replace);
            return true;
        }
        String text = texts.computeIfAbsent(file, name -> read(module.file(name)));
        texts.put(file, text.replace(find, replace));
        return places(text) == 1;
    }

    private int places(String text) {
        return text.split(Pattern.quote(find), -1).length - 1;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
