package treecounter.workbench.loop;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * Runs an app in a process of its own that ends when its standard input closes. However the
 * workbench ends, even killed, its apps end with it and free their ports.
 */
public final class Tether {
    private Tether() {}

    /** Takes the name of the class to run. */
    public static void main(String[] args) throws Throwable {
        Thread watch = new Thread(Tether::endWithInput, "tether");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(args[0])
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said on this line; only its end counts.
            }
        } catch (IOException e) {
            // A broken line is an ended one.
        }
        System.exit(0);
    }
}
