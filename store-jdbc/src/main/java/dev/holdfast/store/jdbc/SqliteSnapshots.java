package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateId;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Snapshots beside the log, in the same database: they share its turn, its cache and its failures. */
final class SqliteSnapshots implements SnapshotStore {
    private final Function<Readers.Question<Optional<Snapshot>>, Optional<Snapshot>> reading;
    private final Consumer<Writer.Change> writing;

    /**
     * @param reading queries the database
     * @param writing changes it, in turn
     */
    SqliteSnapshots(
            Function<Readers.Question<Optional<Snapshot>>, Optional<Snapshot>> reading,
            Consumer<Writer.Change> writing) {
        this.reading = reading;
        this.writing = writing;
    }

    @Override
    public Optional<Snapshot> find(StateId id) {
        return reading.apply(session -> new SnapshotTable(session).find(id));
    }

    @Override
    public void put(StateId id, Snapshot snapshot) {
        writing.accept(tables -> tables.snapshots().put(id, snapshot));
    }

    @Override
    public void delete(StateId id) {
        writing.accept(tables -> tables.snapshots().delete(id));
    }
}
