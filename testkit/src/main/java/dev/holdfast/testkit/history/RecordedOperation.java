package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import java.util.List;

/**
 * One call of one client, with the times at which it began and was answered. Times are in nanoseconds of one clock for
 * all clients, and are only compared.
 */
public sealed interface RecordedOperation {
    /** The completion time of a call without an answer: it may take effect at any time, or never. */
    long NEVER = Long.MAX_VALUE;

    int client();

    long invoked();

    long completed();

    StateId state();

    /** The same call with a completion time. */
    RecordedOperation completedAt(long time);

    /** The answer of the store to an append. */
    enum Fate {
        STORED,
        REFUSED,
        UNKNOWN
    }

    /** A commit as shown by a log or the feed. */
    record Shown(long revision, Bytes hash) {}

    /** An append of a commit, which is identified by its hash. */
    record Appending(int client, long invoked, long completed, StateId state, long revision, Bytes hash, Fate fate)
            implements RecordedOperation {
        @Override
        public Appending completedAt(long time) {
            return new Appending(client, invoked, time, state, revision, hash, fate);
        }

        Appending withFate(Fate told) {
            return new Appending(client, invoked, completed, state, revision, hash, told);
        }
    }

    /** A linearizable read of the head, answered with its revision; 0 for an absent state. */
    record Looking(int client, long invoked, long completed, StateId state, long revision)
            implements RecordedOperation {
        @Override
        public Looking completedAt(long time) {
            return new Looking(client, invoked, time, state, revision);
        }
    }

    /** A linearizable read of everything from a revision on. */
    record Reading(int client, long invoked, long completed, StateId state, long from, List<Shown> shown)
            implements RecordedOperation {
        public Reading {
            shown = List.copyOf(shown);
        }

        /** The newest revision shown; if nothing is shown from {@code from} on, the newest revision possible. */
        long newest() {
            return shown.isEmpty() ? from - 1 : shown.getLast().revision();
        }

        @Override
        public Reading completedAt(long time) {
            return new Reading(client, invoked, time, state, from, shown);
        }
    }
}
