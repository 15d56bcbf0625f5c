package treecounter.workbench.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import treecounter.forest.Faults;
import treecounter.forest.Forest;
import treecounter.forest.ForestClient;

/**
 * Runs an app in a process of its own that ends when its standard input closes. However the
 * workbench ends, even killed, its apps end with it and free their ports.
 *
 * <p>It is told on its standard input where the app's classes are. So it can start before they are
 * compiled, and the app is there at once.
 */
public final class Tether {
    /**
     * The argument that has it load, before anything else, what every app needs; behind it may
     * stand a class whose main loads what the apps of a lesson need.
     */
    static final String LOAD = "load";

    private static final List<String> USED =
            List.of(
                    "io.prometheus.client.Counter",
                    "io.prometheus.client.Histogram",
                    "io.prometheus.client.exporter.HTTPServer$HTTPMetricHandler",
                    "io.prometheus.client.exporter.common.TextFormat",
                    "io.prometheus.client.hotspot.DefaultExports");

    private static final long EXIT_MILLIS = 5_000;

    private Tether() {}

    /**
     * Takes the name of the class to run, and directories of classes as lines up to an empty one.
     */
    public static void main(String[] args) throws Throwable {
        if (args.length > 1 && args[1].equals(LOAD)) {
            load();
        }
        if (args.length > 2) {
            rehearse(args[2]);
        }
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<URL> directories = new ArrayList<>();
        for (String line = input.readLine(); !"".equals(line); line = input.readLine()) {
            if (line == null) {
                return;
            }
            directories.add(Path.of(line).toUri().toURL());
        }
        Thread tether = new Thread(() -> endWith(input), "tether");
        tether.setDaemon(true);
        tether.start();
        ClassLoader loader = new URLClassLoader(directories.toArray(URL[]::new));
        Thread.currentThread().setContextClassLoader(loader);
        try {
            main(loader, args[0]).invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            throw withoutTether(e.getCause());
        }
    }

    private static Method main(ClassLoader loader, String name) {
        try {
            Method main = loader.loadClass(name).getMethod("main", String[].class);
            if (Modifier.isStatic(main.getModifiers())) {
                main.setAccessible(true); // The class need not be public.
                return main;
            }
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            // Said below.
        }
        System.out.printf(
                "Expected a class %s with a method public static void main(String[] args), found"
                        + " none.%n",
                name);
        System.exit(1);
        throw new IllegalStateException();
    }

    /** As the learner would see it from an app that runs by itself. */
    private static Throwable withoutTether(Throwable e) {
        e.setStackTrace(
                Arrays.stream(e.getStackTrace())
                        .takeWhile(frame -> !frame.getClassName().contains(".reflect."))
                        .toArray(StackTraceElement[]::new));
        return e;
    }

    /** Asks a forest of its own once, which takes the JDK's server and client, and JSON. */
    private static void load() {
        try (Forest forest = Forest.start("127.0.0.1", 0, Faults.NONE)) {
            new ForestClient(forest.uri(), ForestClient.DEADLINE).countTrees();
            ManagementFactory.getGarbageCollectorMXBeans();
            ManagementFactory.getThreadMXBean();
            for (String name : USED) {
                Class.forName(name);
            }
        } catch (IOException | ClassNotFoundException e) {
            // The app starts without it, a little later.
        }
    }

    private static void rehearse(String name) {
        try {
            Method main = Class.forName(name).getMethod("main", String[].class);
            main.invoke(null, (Object) new String[0]);
        } catch (ReflectiveOperationException e) {
            // The app starts without it, a little later.
        }
    }

    private static void endWith(BufferedReader input) {
        try {
            while (input.read() >= 0) {
                // Nothing more is ever said on this line; only its end counts.
            }
        } catch (IOException e) {
            // A broken line is an ended one.
        }
        // Servers end what they have started. An app may have a hook that does not end.
        Thread exit = new Thread(() -> System.exit(0), "exit");
        exit.setDaemon(true);
        exit.start();
        try {
            Thread.sleep(EXIT_MILLIS);
        } catch (InterruptedException e) {
            // Then at once.
        }
        Runtime.getRuntime().halt(0);
    }
}
