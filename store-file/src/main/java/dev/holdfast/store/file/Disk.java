package dev.holdfast.store.file;

import dev.holdfast.engine.local.SharedMemory;
import dev.holdfast.engine.local.Wakeups;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** All that the store does with its folder, so that a test can put a folder that fails in its place. */
interface Disk extends AutoCloseable {
    /** The names of the files in the folder. */
    List<String> list() throws IOException;

    /**
     * Opens a file to read and write.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    DiskFile open(String name) throws IOException;

    /**
     * Makes an empty file, in place of any there is, and opens it. Its name survives power loss only after
     * {@link #sync}.
     */
    DiskFile create(String name) throws IOException;

    /**
     * Gives a file another name, in place of any file that has it, in one step. Survives power loss after
     * {@link #sync}.
     */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Makes the names of files survive power loss. */
    void sync() throws IOException;

    /** Numbers that all clients of the folder see alike. */
    SharedMemory memory();

    /** What is raised when a client of this process has changed something. */
    Wakeups wakeups();

    /**
     * Waits for the turn to write.
     *
     * @throws StoreUnavailableException if it is not to be had in time
     */
    Hold takeTurn(Duration patience);

    /**
     * Waits for the turn to rewrite segments, which says nothing about who writes.
     *
     * @throws StoreUnavailableException if it is not to be had in time
     */
    Hold takeCompaction(Duration patience);

    /** A turn while somebody has it. */
    interface Hold {
        /** Gives it back. Must be called once. */
        void release();
    }

    @Override
    void close();
}
