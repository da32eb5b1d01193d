package dev.holdfast.store.file;

import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;

/** A line of a segment: what happened to one state. */
sealed interface LogRecord {
    Place place();

    StateId state();

    long revision();

    /**
     * A record's place in the order of the log.
     *
     * @param number its number; dense where nothing was compacted
     * @param group the number of the first record written together with it. A record of a later group proves that all
     *     earlier groups were synced, since no group is begun before that
     */
    record Place(long number, long group) {}

    /** A commit, and the state's header as of it. */
    record Committed(Place place, StateId state, Commit commit, StateHeader header) implements LogRecord {
        @Override
        public long revision() {
            return commit.revision();
        }
    }

    /**
     * A base in place of all commits up to its revision.
     *
     * @param header the state's header at this point of the log, needed when no commit is left that has it
     * @param removed the number of the newest commit that the base stands for
     */
    record Based(Place place, StateId state, Base base, StateHeader header, long removed) implements LogRecord {
        @Override
        public long revision() {
            return base.revision();
        }
    }

    /**
     * The tombstone of a state, which is kept forever.
     *
     * @param removed the number of its newest commit
     */
    record Erased(Place place, StateId state, long revision, Bytes hash, long removed) implements LogRecord {}
}
