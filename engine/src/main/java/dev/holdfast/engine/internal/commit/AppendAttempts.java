package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import java.util.ArrayList;
import java.util.List;

/**
 * The appends of one command of which the store did not say whether it stored them. Each may be stored at any later
 * time, as long as no other commit has its revision. By their hashes the command knows them as its own, so that it is
 * not carried out twice, whenever they arrive. Safe for use by many threads.
 */
final class AppendAttempts {
    private final List<Attempt> open = new ArrayList<>(0);

    /**
     * An append that may be, or become, stored.
     *
     * @param recorded what was to be stored
     * @param outcome what has become of the command if it is
     */
    record Attempt(Worked.Recorded recorded, CommandOutcome.Done outcome) {
        private long revision() {
            return recorded.append().commit().revision();
        }

        private boolean is(long revision, Bytes hash) {
            return revision == revision()
                    && hash.equals(recorded.append().commit().hash());
        }

        /** What a page that was read from its revision on tells of it. */
        private Fate in(CommitPage page, CommitLog log) {
            Base base = page.base();
            if (base != null) {
                return is(base.revision(), base.hash()) ? new Stored(this) : Unsure.UNTOLD;
            } else if (page.commits().isEmpty()) {
                return beside(log.head(state(), Consistency.LINEARIZABLE));
            }
            Commit there = page.commits().getFirst();
            return is(there.revision(), there.hash()) ? new Stored(this) : Unsure.NEVER;
        }

        private Fate beside(Head head) {
            return switch (head) {
                case Head.Deleted(long last, Bytes hash)
                when last >= revision() -> is(last, hash) ? new Stored(this) : Unsure.UNTOLD;
                case Head.Deleted deleted -> Unsure.NEVER;
                case Head.Live live -> Unsure.OPEN;
                case Head.Absent absent -> Unsure.OPEN;
            };
        }

        private StateId state() {
            return recorded.append().state();
        }
    }

    /** What has become of what was attempted. */
    sealed interface Fate permits Stored, Unsure {}

    /** One of the attempts is stored, so that the command has been carried out. */
    record Stored(Attempt attempt) implements Fate {}

    /** None is known to be stored. */
    enum Unsure implements Fate {
        /** None is stored, nor will be. */
        NEVER,
        /** None is stored, but one may be later. */
        OPEN,
        /** What would tell is compacted or erased. */
        UNTOLD
    }

    synchronized void add(Attempt attempt) {
        open.add(attempt);
    }

    /** Whether any may be stored, or become so. */
    synchronized boolean areOpen() {
        return !open.isEmpty();
    }

    /** None of them can be stored any more. */
    synchronized void settle() {
        open.clear();
    }

    /**
     * Asks the log what has become of them. Those that can never be stored are forgotten.
     *
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if it does not answer
     */
    Fate look(CommitLog log) {
        Fate all = Unsure.NEVER;
        for (Attempt attempt : present()) {
            CommitPage page = log.read(attempt.state(), attempt.revision(), 1, 1, Consistency.LINEARIZABLE);
            Fate fate = attempt.in(page, log);
            if (fate instanceof Stored) {
                return fate;
            } else if (fate == Unsure.NEVER) {
                forget(attempt);
            } else if (all != Unsure.UNTOLD) {
                all = fate;
            }
        }
        return all;
    }

    private synchronized List<Attempt> present() {
        return List.copyOf(open);
    }

    private synchronized void forget(Attempt attempt) {
        open.remove(attempt);
    }
}
