package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import java.util.List;

/**
 * One call of one client, with the times at which it was begun and answered. Times are of one clock for all clients, in
 * nanoseconds, and only compared.
 */
public sealed interface Operation {
    /** The completion of a call that nobody saw answered: its effect may come at any time, or never. */
    long NEVER = Long.MAX_VALUE;

    int client();

    long invoked();

    long completed();

    StateId state();

    /** The same call, answered at a time. */
    Operation completedAt(long time);

    /** What a client was told about its append. */
    enum Fate {
        STORED,
        REFUSED,
        UNKNOWN
    }

    /** A commit as a log or feed shows it. */
    record Shown(long revision, Bytes hash) {}

    /** An append of a commit that its hash identifies. */
    record Appending(int client, long invoked, long completed, StateId state, long revision, Bytes hash, Fate fate)
            implements Operation {
        @Override
        public Appending completedAt(long time) {
            return new Appending(client, invoked, time, state, revision, hash, fate);
        }

        Appending withFate(Fate told) {
            return new Appending(client, invoked, completed, state, revision, hash, told);
        }
    }

    /** A linearizable question for the head, answered with its revision, 0 for a state that is absent. */
    record Looking(int client, long invoked, long completed, StateId state, long revision) implements Operation {
        @Override
        public Looking completedAt(long time) {
            return new Looking(client, invoked, time, state, revision);
        }
    }

    /** A linearizable read of everything from a revision on. */
    record Reading(int client, long invoked, long completed, StateId state, long from, List<Shown> shown)
            implements Operation {
        public Reading {
            shown = List.copyOf(shown);
        }

        /**
         * The newest revision the state can have had according to this read, if there is anything from {@code from} on.
         */
        long newest() {
            return shown.isEmpty() ? from - 1 : shown.getLast().revision();
        }

        @Override
        public Reading completedAt(long time) {
            return new Reading(client, invoked, time, state, from, shown);
        }
    }
}
