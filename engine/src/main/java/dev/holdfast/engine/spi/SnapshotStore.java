package dev.holdfast.engine.spi;

import java.util.Optional;

/**
 * Where snapshots are kept: a cache beside the log, at most one snapshot per state. It may lose its content at any
 * time, and may be emptied by hand: the engine checks snapshots against the log, so its answers stay the same. A store
 * that erases a state in the log erases its snapshot too. Methods block and are safe for use by many threads.
 */
public interface SnapshotStore {
    /** Keeps nothing. */
    SnapshotStore NONE = new SnapshotStore() {
        @Override
        public Optional<Snapshot> find(StateId id) {
            return Optional.empty();
        }

        @Override
        public void put(StateId id, Snapshot snapshot) {
            // Keeping nothing is its purpose.
        }

        @Override
        public void delete(StateId id) {
            // There is nothing to delete.
        }
    };

    /** The snapshot of a state, if one is kept. */
    Optional<Snapshot> find(StateId id);

    /**
     * Keeps a snapshot and replaces an older one. A snapshot that is not newer, or of a state that is not live, may be
     * dropped.
     */
    void put(StateId id, Snapshot snapshot);

    /** Deletes the snapshot of a state, if there is one. */
    void delete(StateId id);
}
