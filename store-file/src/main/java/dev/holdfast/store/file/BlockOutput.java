package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Writes a file as blocks: first the number of the format, then for each block its length, its bytes, and a checksum of
 * all blocks so far. The last block is empty. The checksum lets a reader verify every block before decoding it.
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

    /** Writes the end. The file is then complete, but not yet synced. */
    void end() throws IOException {
        add(new byte[0]);
        file.flush();
    }

    private void add(int number) throws IOException {
        file.add(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}
