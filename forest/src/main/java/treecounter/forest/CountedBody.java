package treecounter.forest;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes a body on and counts its bytes: those that are written, whatever length was declared. */
public final class CountedBody extends FilterOutputStream {
    private long bytes;

    /** Counts what is written to another stream from now on. */
    public CountedBody(OutputStream body) {
        super(body);
    }

    /** How many there were so far. */
    public long bytes() {
        return bytes;
    }

    @Override
    public void write(int one) throws IOException {
        out.write(one);
        bytes++;
    }

    // The inherited one calls write(one) for each byte.
    @Override
    public void write(byte[] some, int from, int length) throws IOException {
        out.write(some, from, length);
        bytes += length;
    }
}
