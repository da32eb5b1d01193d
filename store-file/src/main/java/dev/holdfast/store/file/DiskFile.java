package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Disk}. It stays readable after it was renamed or deleted. */
interface DiskFile extends AutoCloseable {
    /** Reads until the buffer is full or the file ends. Returns the number of bytes read; -1 at the end of the file. */
    int read(ByteBuffer into, long at) throws IOException;

    /** Writes the whole buffer, extending the file if necessary. */
    void write(ByteBuffer from, long at) throws IOException;

    /** Syncs the file: all that was written survives power loss. */
    void force() throws IOException;

    long size() throws IOException;

    /** Tells this file from every other that exists at the same time, whatever its name. */
    Object identity();

    @Override
    void close() throws IOException;
}
