package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Progress;
import dev.holdfast.engine.custody.SealedHistory;
import dev.holdfast.engine.internal.history.CommitWalk;
import dev.holdfast.engine.internal.history.Compaction;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.history.StateSurvey;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.internal.image.StoredImages;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateId;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Calls that seal what was stored before its store was encrypted. Events cannot be sealed later, since their hashes are
 * of what is stored: they are folded into a sealed base. Each state is a step of its own, so a call that was cut short
 * goes on where it ended. Safe for use by many threads.
 */
public final class Encrypting {
    private final CommitLog log;
    private final StoredEvents stored;
    private final Compaction compaction;
    private final Predicate<StateId> seal;
    private final BooleanSupplier open;

    /**
     * Prepares them.
     *
     * @param seal stores a sealed event that changes nothing; false if the state has ended
     * @param open whether to go on; false once the engine closes
     */
    Encrypting(
            CommitLog log, StoredEvents stored, Compaction compaction, Predicate<StateId> seal, BooleanSupplier open) {
        this.log = log;
        this.stored = stored;
        this.compaction = compaction;
        this.seal = seal;
        this.open = open;
    }

    /**
     * Seals what is stored in clear of any state. One that is damaged is left as it is.
     *
     * @throws IllegalStateException if the store is not encrypted
     */
    public SealedHistory all(Progress progress) {
        if (stored.sealing().vault() == null) {
            throw Sealing.notEncrypted();
        }
        Pass pass = new Pass();
        StateSurvey survey = new StateSurvey(log, new History(log, stored));
        survey.walk(HeaderFilter.ALL, id -> !id.equals(Sealing.CUSTODY), progress, listed -> {
            if (open.getAsBoolean()) {
                pass.seal(listed.id());
            }
        });
        log.purge();
        return new SealedHistory(pass.states, pass.revisions, pass.left, survey.damages());
    }

    /** One visit of all states. */
    private final class Pass {
        private long states;
        private long revisions;
        private long left;

        void seal(StateId id) {
            forgetSnapshotInClear(id);
            InClear found = inClear(id);
            if (found.last == 0) {
                return;
            }
            // A base is replaced together with an event that follows it; if there is none, one is made.
            if (found.isBase && found.newest == found.last && !seal.test(id)) {
                left++;
                return;
            }
            long replaced = compaction.seal(id, found.isBase ? found.last + 1 : found.last, open);
            revisions += replaced;
            states += replaced > 0 ? 1 : 0;
        }
    }

    private void forgetSnapshotInClear(StateId id) {
        SnapshotStore snapshots = log.snapshots();
        if (snapshots
                .find(id)
                .filter(snapshot -> !StoredImages.isSealed(snapshot.content()))
                .isPresent()) {
            snapshots.delete(id);
        }
    }

    /** What is in clear of a state. */
    private static final class InClear {
        /** The revision of the last record in clear; 0 if there is none. */
        private long last;

        /** Whether that is the base. */
        private boolean isBase;

        private long newest;

        void base(Base base) {
            note(base.revision(), StoredImages.isSealed(base.content()), true);
        }

        void commit(Commit commit) {
            note(commit.revision(), EventCodec.isSealed(commit.event()), false);
        }

        private void note(long revision, boolean sealed, boolean base) {
            newest = revision;
            if (!sealed) {
                last = revision;
                isBase = base;
            } else if (base) {
                last = 0; // What stood before a base is gone.
                isBase = false;
            }
        }
    }

    private InClear inClear(StateId id) {
        InClear found = new InClear();
        CommitWalk.of(log, id, found::base, found::commit);
        return found;
    }
}
