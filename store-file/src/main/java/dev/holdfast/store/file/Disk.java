package dev.holdfast.store.file;

import dev.holdfast.engine.local.SharedMemory;
import dev.holdfast.engine.local.Wakeups;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** All operations of the store on its folder, so that tests can substitute a folder that fails. */
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
     * Creates an empty file, replacing any of that name, and opens it. Its name survives power loss only after
     * {@link #sync}.
     */
    DiskFile create(String name) throws IOException;

    /** Renames a file atomically, replacing any file of the new name. Survives power loss after {@link #sync}. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Makes the names of files survive power loss. */
    void sync() throws IOException;

    /** Numbers that all clients of the folder see alike. */
    SharedMemory memory();

    /** The wake-ups raised when a client of this process has changed something. */
    Wakeups wakeups();

    /**
     * Waits for the turn to write.
     *
     * @throws StoreUnavailableException if it is not free in time
     */
    Hold takeTurn(Duration patience);

    /**
     * Waits for the turn to rewrite segments, which is independent of the turn to write.
     *
     * @throws StoreUnavailableException if it is not free in time
     */
    Hold takeCompaction(Duration patience);

    /** A turn that is held. */
    interface Hold {
        /** Gives the turn back. Must be called exactly once. */
        void release();
    }

    @Override
    void close();
}
