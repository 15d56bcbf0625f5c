package treecounter.workbench.loop;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import treecounter.forest.Faults;
import treecounter.forest.Forest;
import treecounter.forest.RandomValues;
import treecounter.workbench.app.App;
import treecounter.workbench.machine.Http;
import treecounter.workbench.machine.Options;
import treecounter.workbench.workshop.Module;
import treecounter.workbench.workshop.Program;

/** The forest of a loop: in this program, or in one of its own where a lesson wants it so. */
interface LoopForest extends AutoCloseable {
    /** Where trees are counted. */
    URI uri();

    /** What was last said to be wrong with it. */
    Faults faults();

    void setFaults(Faults changed);

    void setRandomValues(RandomValues changed);

    /** Whether it still runs. */
    default boolean isAlive() {
        return true;
    }

    @Override
    void close();

    /** One that runs in this program. */
    static LoopForest of(Forest forest) {
        return new LoopForest() {
            @Override
            public URI uri() {
                return forest.uri();
            }

            @Override
            public Faults faults() {
                return forest.faults();
            }

            @Override
            public void setFaults(Faults changed) {
                forest.setFaults(changed);
            }

            @Override
            public void setRandomValues(RandomValues changed) {
                forest.setRandomValues(changed);
            }

            @Override
            public void close() {
                forest.close();
            }
        };
    }

    /**
     * Starts the one that the lesson of a module names.
     *
     * @throws IOException if it does not start, say because its port is taken
     */
    static LoopForest start(
            Module module, int port, Faults faults, Options options, Consumer<String> onLine)
            throws IOException {
        Program program = module.lesson().forest().orElseThrow();
        Map<String, String> settings = new TreeMap<>();
        settings.put("FOREST_LATENCY", faults.latency());
        settings.put("FOREST_ERROR_RATE", String.valueOf(faults.errorRate()));
        settings.putAll(module.lesson().inTheLoop(module, program.name(), options));
        try {
            return new OfItsOwn(App.start(program, module, port, settings, onLine), faults);
        } catch (App.NotStarted e) {
            throw new IOException(e);
        }
    }

    /** One that is told over HTTP. */
    final class OfItsOwn implements LoopForest {
        private final App app;
        private Faults faults;

        private OfItsOwn(App app, Faults faults) {
            this.app = app;
            this.faults = faults;
        }

        @Override
        public URI uri() {
            return Forest.uri(app.port());
        }

        @Override
        public Faults faults() {
            return faults;
        }

        @Override
        public void setFaults(Faults changed) {
            try {
                Http.send("PUT", app.uri("/faults"), Map.of(), changed.toJson());
                faults = changed;
            } catch (IOException e) {
                // It has ended; the app's pages say so.
            }
        }

        @Override
        public boolean isAlive() {
            return app.isAlive();
        }

        /** It draws them itself. */
        @Override
        public void setRandomValues(RandomValues changed) {}

        @Override
        public void close() {
            app.close();
        }
    }
}
