package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.internal.history.CommitWalk;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;

/** Writes what is stored of one state, from a revision on up to the newest there is now. */
final class StateExport {
    private final CommitLog log;
    private final StoredEvents stored;
    private final ExportWriter writer;

    StateExport(CommitLog log, StoredEvents stored, ExportWriter writer) {
        this.log = log;
        this.stored = stored;
        this.writer = writer;
    }

    /**
     * Writes the lines of the state; of one that is erased by now, none or lines that do not count.
     *
     * @param after the revision that they follow, and its hash
     * @return the revision and hash that they end with; absent if it is erased
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the state cannot be read, or is damaged: the lines
     *     so far must not count then
     */
    Head write(StateId id, StateHeader header, Head.Live after) {
        if (!(log.head(id, Consistency.LINEARIZABLE) instanceof Head.Live)) {
            return Head.ABSENT;
        }
        writer.begin(id, after.revision(), header);
        Head end = CommitWalk.after(
                log,
                id,
                after,
                base -> writer.base(id, stored.image(id, base).at(), base),
                commit -> writer.event(commit.event()));
        if (end instanceof Head.Live(long revision, var hash)) {
            writer.done(id, revision, hash);
        } else {
            writer.erased(id);
        }
        return end;
    }
}
