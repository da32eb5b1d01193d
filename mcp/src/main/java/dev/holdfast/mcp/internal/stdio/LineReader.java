package dev.holdfast.mcp.internal.stdio;

import dev.holdfast.json.Json;
import dev.holdfast.mcp.internal.wire.IdScanner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

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

        /**
         * A line that was too long; skipped without being buffered.
         *
         * @param id of the message; null if none could be read
         */
        record TooLong(@Nullable Json id) implements Line {}

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
        while (fill()) {
            int end = endOfLine();
            if (line.size() + (end - from) > maxBytes) {
                return skip(line.toByteArray());
            }
            line.write(buffer, from, end - from);
            if (passLine(end)) {
                return new Line.Content(line);
            }
        }
        return line.size() > 0 ? new Line.Content(line) : new Line.End();
    }

    /** Whether some of the next line has been read already. */
    boolean hasMore() {
        return from < to;
    }

    private Line skip(byte[] begun) throws IOException {
        IdScanner scanner = new IdScanner();
        scanner.take(begun, 0, begun.length);
        while (fill()) {
            int end = endOfLine();
            scanner.take(buffer, from, end);
            if (passLine(end)) {
                break;
            }
        }
        return new Line.TooLong(scanner.id());
    }

    /** Goes on after {@code end}; true if a line ends there. */
    private boolean passLine(int end) {
        boolean complete = end < to;
        from = complete ? end + 1 : to;
        return complete;
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
