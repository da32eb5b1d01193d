package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Reads a file that {@link BlockOutput} wrote, block by block. */
final class BlockInput {
    private static final int AROUND = 2 * Integer.BYTES;

    private final DiskFile file;
    private final long size;
    private final CRC32C checksum = new CRC32C();
    private long at;

    /** @throws IOException if the file is of another format */
    BlockInput(DiskFile file, int format) throws IOException {
        this.file = file;
        this.size = file.size();
        int found = number(0);
        if (found != format) {
            throw new IOException(
                    "the file has format " + Integer.toHexString(found) + ", not " + Integer.toHexString(format));
        }
        this.at = Integer.BYTES;
    }

    /**
     * The next block; an empty one at the end.
     *
     * @throws IOException if the block is damaged, or the file ends before it does
     */
    byte[] next() throws IOException {
        int length = number(at);
        if (length < 0 || length > size - at - AROUND) {
            throw new IOException("there is no block at byte " + at);
        }
        byte[] block = read(at + Integer.BYTES, length).array();
        checksum.update(block);
        if (number(at + Integer.BYTES + length) != (int) checksum.getValue()) {
            throw new IOException("the block at byte " + at + " is damaged");
        }
        at += AROUND + length;
        return block;
    }

    private int number(long from) throws IOException {
        return read(from, Integer.BYTES).getInt();
    }

    private ByteBuffer read(long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        if (length > 0 && file.read(bytes, from) != length) {
            throw new IOException("the file ends too early");
        }
        return bytes.flip();
    }
}
