package dev.holdfast.engine.spi;

import java.util.Optional;

/**
 * Where snapshots are kept: a cache beside the log, at most one snapshot a state. It may lose everything at any time,
 * and may be emptied by anybody, without changing an answer of the engine, which checks what it finds against the log.
 * Whoever erases a state in the log erases its snapshot too. Methods block and are safe for use by many threads.
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
            // That is what it is for.
        }

        @Override
        public void delete(StateId id) {
            // There is nothing.
        }
    };

    /** The snapshot of a state, if there is one. */
    Optional<Snapshot> find(StateId id);

    /**
     * Keeps a snapshot in place of an older one. One that is not newer, or of a state that is not live, may be dropped.
     */
    void put(StateId id, Snapshot snapshot);

    /** Forgets the snapshot of a state. */
    void delete(StateId id);
}
