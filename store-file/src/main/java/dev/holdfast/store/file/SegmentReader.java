package dev.holdfast.store.file;

import dev.holdfast.engine.spi.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a segment's lines in order, skipping the line feeds between and after them. */
final class SegmentReader {
    private static final int PIECE = 1 << 16;

    private final DiskFile file;
    private final long limit;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private long at;

    /**
     * A line without its line feeds.
     *
     * @param offset where it begins
     * @param sound whether its checksum fits
     */
    record Line(long offset, Bytes content, boolean sound) {
        byte[] bytes() {
            return content.borrow();
        }

        /** Where the next line may begin. */
        long end() {
            return offset + content.length() + 1;
        }
    }

    /** Reads from an offset up to a limit, which must be the end of a line, or to the end of the file. */
    SegmentReader(Segment segment, long from, long limit) {
        this.file = segment.file();
        this.at = from;
        this.limit = limit;
    }

    /** The next line; null at the end. */
    @Nullable Line next() throws IOException {
        int first = '\n';
        while (first == '\n') {
            if (!more()) {
                return null;
            }
            first = piece.get();
            at++;
        }
        long offset = at - 1;
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        line.write(first);
        while (more()) {
            int length = untilFeed();
            line.write(piece.array(), piece.arrayOffset() + piece.position(), length);
            piece.position(piece.position() + length);
            at += length;
            if (piece.hasRemaining()) {
                break;
            }
        }
        byte[] bytes = line.toByteArray();
        return new Line(offset, Bytes.wrap(bytes), Lines.isSound(bytes));
    }

    private int untilFeed() {
        int i = piece.position();
        while (i < piece.limit() && piece.get(i) != '\n') {
            i++;
        }
        return i - piece.position();
    }

    /** Whether there is a byte at the current position, after reading more of the file if necessary. */
    private boolean more() throws IOException {
        if (piece.hasRemaining()) {
            return true;
        }
        int length = (int) Math.min(PIECE, limit - at);
        if (length <= 0) {
            return false;
        }
        piece = ByteBuffer.allocate(length);
        int read = file.read(piece, at);
        piece.flip();
        return read > 0;
    }
}
