package treecounter.forest;

import com.sun.net.httpserver.HttpHandler;

/**
 * Looks on while a forest answers. One on the class path, named in {@code META-INF/services}, is
 * there from the start.
 */
@FunctionalInterface
public interface Onlooker {
    /** A handler that hands each exchange on to {@code forest}. */
    HttpHandler around(HttpHandler forest);
}
