package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Disk}. It stays readable after it was renamed or deleted. */
interface DiskFile extends AutoCloseable {
    /** Reads as much as there is, at most what the buffer takes. Answers -1 at the end of the file. */
    int read(ByteBuffer into, long at) throws IOException;

    /** Writes the whole buffer, making the file longer if need be. */
    void write(ByteBuffer from, long at) throws IOException;

    /** Makes all that was written survive power loss. */
    void force() throws IOException;

    long size() throws IOException;

    @Override
    void close() throws IOException;
}
