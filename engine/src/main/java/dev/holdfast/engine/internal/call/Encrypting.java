package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Progress;
import dev.holdfast.engine.SealedHistory;
import dev.holdfast.engine.internal.history.Compaction;
import dev.holdfast.engine.internal.history.StateWalk;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.internal.image.StoredImages;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
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
    private static final int PAGE_COMMITS = 1_000;
    private static final int PAGE_BYTES = 4 << 20;

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
     * Seals what is stored in clear of any state.
     *
     * @throws IllegalStateException if the store is not encrypted
     */
    public SealedHistory all(Progress progress) {
        if (stored.sealing().vault() == null) {
            throw Sealing.notEncrypted();
        }
        Pass pass = new Pass();
        StateWalk.of(log, HeaderFilter.ALL, progress, listed -> {
            if (!listed.id().equals(Sealing.CUSTODY) && open.getAsBoolean()) {
                pass.seal(listed.id());
            }
        });
        log.purge();
        return new SealedHistory(pass.states, pass.revisions, pass.left);
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

    /**
     * What is in clear of a state.
     *
     * @param last the revision of the last record in clear; 0 if there is none
     * @param isBase whether that is the base
     * @param newest the newest revision
     */
    private record InClear(long last, boolean isBase, long newest) {}

    private InClear inClear(StateId id) {
        InClear found = new InClear(0, false, 0);
        long next = 1;
        CommitPage page;
        do {
            page = log.read(id, next, PAGE_COMMITS, PAGE_BYTES, Consistency.LINEARIZABLE);
            Base base = page.base();
            if (base != null) {
                next = base.revision() + 1;
                boolean clear = !StoredImages.isSealed(base.content());
                found = new InClear(clear ? base.revision() : 0, clear, base.revision());
            }
            for (Commit commit : page.commits()) {
                next = commit.revision() + 1;
                found = EventCodec.isSealed(commit.event())
                        ? new InClear(found.last, found.isBase, commit.revision())
                        : new InClear(commit.revision(), false, commit.revision());
            }
        } while (page.more());
        return found;
    }
}
