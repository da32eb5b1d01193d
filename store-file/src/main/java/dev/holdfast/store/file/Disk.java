package dev.holdfast.store.file;

import dev.holdfast.engine.local.Footing;
import dev.holdfast.engine.local.SharedMemory;
import dev.holdfast.engine.local.Wakeups;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All operations of the store on its folder, so that tests can substitute a folder that fails. */
interface Disk extends AutoCloseable {
    /** The names of the files in the folder. */
    List<String> list() throws IOException;

    /**
     * Opens a file to read and write. Links are not followed, and files of other users are refused.
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

    /**
     * What happened to an open file, for people to read; null if its name still leads to it and it is not cut.
     *
     * @param leastBytes the size below which it was cut
     */
    @Nullable String loss(String name, DiskFile file, long leastBytes);

    /** Makes the names of files survive power loss. */
    void sync() throws IOException;

    /** Numbers that all clients of the folder see alike. */
    SharedMemory memory();

    /** Tells this folder from every other that exists at the same time. */
    Object identity() throws IOException;

    /** What the store stands on besides its segments: the folder, and the files by which clients take turns. */
    List<Footing.Part> parts() throws IOException;

    /** Whether any client uses the folder that was counted by {@link #enter}. The caller has the turn. */
    boolean isUsed();

    /** Counts this client among those that use the folder, until it closes. Called once. */
    void enter();

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
