package dev.holdfast.store.file;

import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.StateId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots, one file each beside the segments, with one line in the form of a base. They are not synced: one that is
 * damaged, by power loss or otherwise, fails its checksum and is ignored.
 */
final class SnapshotFiles {
    private static final Logger LOGGER = System.getLogger(SnapshotFiles.class.getName());
    private static final String SUFFIX = ".snapshot";
    private static final String UNFINISHED = ".new";

    private final Disk disk;

    SnapshotFiles(Disk disk) {
        this.disk = disk;
    }

    /** Whether a file of a store's folder is a snapshot. */
    static boolean isNameOfOne(String file) {
        return file.endsWith(SUFFIX) || file.endsWith(SUFFIX + UNFINISHED);
    }

    /** The snapshot of a state; empty if there is none, or the state is erased or absent. */
    Optional<Snapshot> find(LogIndex index, StateId id) throws IOException {
        IndexedState state = index.state(id);
        if (state == null || state.erased()) {
            return Optional.empty();
        }
        try (DiskFile file = disk.open(id + SUFFIX)) {
            Snapshot snapshot = read(id, file);
            if (snapshot == null) {
                LOGGER.log(Level.INFO, () -> "the snapshot of " + id + " is ignored: it is damaged or foreign");
            }
            return Optional.ofNullable(snapshot);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Snapshot read(StateId id, DiskFile file) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(Math.toIntExact(file.size()));
        file.read(line, 0);
        boolean sound = !line.hasRemaining() && Lines.isSound(line.array());
        return sound
                        && Lines.read(line.array())
                                instanceof LogRecord.Based(var place, var state, Base base, var h, var r)
                        && state.equals(id)
                ? new Snapshot(base.revision(), base.content(), base.hash())
                : null;
    }

    /** A snapshot in the form of its file; empty if there is no such state. */
    static Optional<byte[]> line(LogIndex index, StateId id, Snapshot snapshot) {
        IndexedState state = index.state(id);
        if (state == null || state.header == null) {
            return Optional.empty();
        }
        Base content = new Base(snapshot.revision(), snapshot.content(), snapshot.hash());
        LogRecord.Place place = new LogRecord.Place(index.newest, index.newest);
        return Optional.of(Lines.write(new LogRecord.Based(place, id, content, state.header, 0)));
    }

    /**
     * Stores a snapshot, replacing the one before. The caller has the turn, so that the state cannot be erased
     * meanwhile.
     */
    void put(LogIndex index, StateId id, byte[] line) throws IOException {
        IndexedState state = index.state(id);
        if (state == null || state.erased()) {
            return;
        }
        String unfinished = id + SUFFIX + UNFINISHED;
        try (DiskFile file = disk.create(unfinished)) {
            file.write(ByteBuffer.wrap(line), 0);
        }
        disk.rename(unfinished, id + SUFFIX);
    }

    /** Deletes a snapshot. */
    void delete(StateId id) throws IOException {
        disk.delete(id + SUFFIX);
    }

    /** Deletes a snapshot so that it does not come back after power loss. The caller has the turn. */
    void erase(StateId id) throws IOException {
        delete(id);
        disk.delete(id + SUFFIX + UNFINISHED);
        disk.sync();
    }
}
