package treecounter.benchmarks;

import java.io.IOException;
import java.io.OutputStream;

/** What a page of metrics is rendered by. */
interface Library {
    /** Leaves nothing but one counter with so many series. */
    void counters(int series);

    /** Writes the page in the text format. */
    void render(OutputStream out) throws IOException;
}
