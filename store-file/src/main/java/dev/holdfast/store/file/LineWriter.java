package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes bytes one after the other to a file, in large pieces. */
final class LineWriter {
    private static final int PIECE = 1 << 20;

    private final DiskFile file;
    private byte[] pending = new byte[1 << 12];
    private int length;
    private long flushed;

    LineWriter(DiskFile file, long at) {
        this.file = file;
        this.flushed = at;
    }

    void add(byte[] bytes) throws IOException {
        add(bytes, bytes.length);
    }

    /** Adds a line, and the line feed that ends it. */
    void addLine(byte[] line) throws IOException {
        add(line, line.length);
        add(new byte[] {'\n'}, 1);
    }

    private void add(byte[] bytes, int count) throws IOException {
        if (length + count > PIECE) {
            flush();
        }
        if (count > PIECE) {
            file.write(ByteBuffer.wrap(bytes, 0, count), flushed);
            flushed += count;
            return;
        }
        if (length + count > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(length + count, Math.min(PIECE, 2 * pending.length)));
        }
        System.arraycopy(bytes, 0, pending, length, count);
        length += count;
    }

    void flush() throws IOException {
        if (length > 0) {
            file.write(ByteBuffer.wrap(pending, 0, length), flushed);
            flushed += length;
            length = 0;
        }
    }

    /** Where the next byte goes. */
    long at() {
        return flushed + length;
    }
}
