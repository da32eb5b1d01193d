package dev.holdfast.mcp.internal.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Splits a byte stream into lines of bounded length. Not thread-safe. */
final class LineReader {
    private static final int BUFFER_BYTES = 64 << 10;

    /** The result of reading a line. */
    sealed interface Line {
        /** A line without its line end, which the last line may lack. */
        record Content(ByteArrayOutputStream collected) implements Line {
            byte[] bytes() {
                return collected.toByteArray();
            }
        }

        /** A line that was too long; skipped without being buffered. */
        record TooLong() implements Line {}

        /** There are no more lines. */
        record End() implements Line {}
    }

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;

    LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The next line; blocks until it is complete. */
    Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        while (fill()) {
            int end = endOfLine();
            tooLong |= line.size() + (end - from) > maxBytes;
            if (tooLong) {
                line = new ByteArrayOutputStream(0);
            } else {
                line.write(buffer, from, end - from);
            }
            boolean complete = end < to;
            from = complete ? end + 1 : to;
            if (complete) {
                return tooLong ? new Line.TooLong() : new Line.Content(line);
            }
        }
        return last(line, tooLong);
    }

    private static Line last(ByteArrayOutputStream line, boolean tooLong) {
        if (tooLong) {
            return new Line.TooLong();
        }
        return line.size() > 0 ? new Line.Content(line) : new Line.End();
    }

    /** Makes at least one byte available; false at the end of the stream. */
    private boolean fill() throws IOException {
        if (from < to) {
            return true;
        }
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }

    private int endOfLine() {
        int at = from;
        while (at < to && buffer[at] != '\n') {
            at++;
        }
        return at;
    }
}
