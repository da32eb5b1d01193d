package dev.holdfast.engine.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a file from its beginning, in large pieces. */
final class DiskInput extends InputStream {
    private static final int PIECE = 1 << 16;

    private final DiskFile file;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private long at;

    DiskInput(DiskFile file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        return more() ? piece.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, piece.remaining());
        piece.get(into, offset, count);
        return count;
    }

    private boolean more() throws IOException {
        if (piece.hasRemaining()) {
            return true;
        }
        piece = ByteBuffer.allocate(PIECE);
        int read = file.read(piece, at);
        piece.flip();
        at += Math.max(0, read);
        return read > 0;
    }
}
