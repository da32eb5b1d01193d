package dev.holdfast.engine.file;

import dev.holdfast.engine.local.PlatformThreads;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateId;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Snapshots as a client of a folder reads and writes them: on its threads, and in turn. */
final class FileSnapshots implements SnapshotStore {
    private final LogFolder folder;
    private final SnapshotFiles files;
    private final Function<LogFolder.Question<Optional<Snapshot>>, Optional<Snapshot>> reading;
    private final Consumer<PlatformThreads.Work<Boolean, IOException>> writing;

    /**
     * @param reading asks a question of the log
     * @param writing makes a change, in turn
     */
    FileSnapshots(
            LogFolder folder,
            SnapshotFiles files,
            Function<LogFolder.Question<Optional<Snapshot>>, Optional<Snapshot>> reading,
            Consumer<PlatformThreads.Work<Boolean, IOException>> writing) {
        this.folder = folder;
        this.files = files;
        this.reading = reading;
        this.writing = writing;
    }

    @Override
    public Optional<Snapshot> find(StateId id) {
        return reading.apply(index -> files.find(index, id));
    }

    @Override
    public void put(StateId id, Snapshot snapshot) {
        writing.accept(() -> folder.ask(index -> {
            files.put(index, id, snapshot);
            return true;
        }));
    }

    @Override
    public void delete(StateId id) {
        writing.accept(() -> {
            files.delete(id);
            return true;
        });
    }
}
