package dev.holdfast.store.file;

import dev.holdfast.engine.local.PlatformThreads;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateId;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Snapshots as a client of a folder reads and writes them: on its threads, writing within the turn. */
final class FileSnapshots implements SnapshotStore {
    private final LogFolder folder;
    private final SnapshotFiles files;
    private final Reading reading;
    private final Consumer<PlatformThreads.Work<Boolean, IOException>> writing;

    /** Asks a question of the log, on a thread that may read files. */
    interface Reading {
        <T> T ask(LogFolder.Question<T> question);
    }

    /**
     * @param reading asks a question of the log
     * @param writing makes a change, within the turn
     */
    FileSnapshots(
            LogFolder folder,
            SnapshotFiles files,
            Reading reading,
            Consumer<PlatformThreads.Work<Boolean, IOException>> writing) {
        this.folder = folder;
        this.files = files;
        this.reading = reading;
        this.writing = writing;
    }

    @Override
    public Optional<Snapshot> find(StateId id) {
        return reading.ask(index -> files.find(index, id));
    }

    @Override
    public void put(StateId id, Snapshot snapshot) {
        // Encoding a large snapshot takes time, so it is done before taking the turn.
        reading.ask(index -> SnapshotFiles.line(index, id, snapshot))
                .ifPresent(line -> writing.accept(() -> folder.ask(index -> {
                    files.put(index, id, line);
                    return true;
                })));
    }

    @Override
    public void delete(StateId id) {
        writing.accept(() -> {
            files.delete(id);
            return true;
        });
    }
}
