package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateId;
import java.util.Optional;

/** Snapshots beside the log, in a table of their own. */
final class PostgresSnapshots implements SnapshotStore {
    private final Runnable requireOpen;
    private final PostgresPool pool;

    PostgresSnapshots(Runnable requireOpen, PostgresPool pool) {
        this.requireOpen = requireOpen;
        this.pool = pool;
    }

    @Override
    public Optional<Snapshot> find(StateId id) {
        requireOpen.run();
        return pool.read(connection -> new SnapshotTable(new Session(connection)).find(id));
    }

    @Override
    public void put(StateId id, Snapshot snapshot) {
        requireOpen.run();
        pool.changeOrFail(connection -> new SnapshotTable(new Session(connection)).put(id, snapshot));
    }

    @Override
    public void delete(StateId id) {
        requireOpen.run();
        pool.changeOrFail(connection -> new SnapshotTable(new Session(connection)).delete(id));
    }
}
