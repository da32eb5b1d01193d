package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Writes a file as blocks: first a number that tells its format, then of each block the length, its bytes, and the
 * checksum of all blocks up to its end. An empty one is the last. So whoever reads it knows of every block, before
 * looking into it, that it is what was written.
 */
final class BlockOutput {
    private final LineWriter file;
    private final CRC32C checksum = new CRC32C();

    BlockOutput(DiskFile file, int format) throws IOException {
        this.file = new LineWriter(file, 0);
        add(format);
    }

    void add(byte[] block) throws IOException {
        checksum.update(block);
        add(block.length);
        file.add(block);
        add((int) checksum.getValue());
    }

    /** Writes the end. The file is complete then, but not yet forced. */
    void end() throws IOException {
        add(new byte[0]);
        file.flush();
    }

    private void add(int number) throws IOException {
        file.add(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}
