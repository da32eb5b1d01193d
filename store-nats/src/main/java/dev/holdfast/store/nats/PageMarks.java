package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.StateId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where readers of states stopped, so that the next page of a long log, and what was added to one since, are found
 * without a look at all that comes before. A commit never moves, so no mark grows wrong. Safe for use by many threads.
 */
final class PageMarks {
    private static final int MOST = 10_000;

    private final Map<StateId, Mark> marks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StateId, Mark> eldest) {
            return size() > MOST;
        }
    };

    private record Mark(long revision, long sequence) {}

    /** The commit of this revision is in the message of this sequence. */
    synchronized void put(StateId state, long revision, long sequence) {
        marks.put(state, new Mark(revision, sequence));
    }

    /** A sequence from which on all commits of a state are found that have this revision or a later one. */
    synchronized long startOf(StateId state, long revision) {
        @Nullable Mark mark = marks.get(state);
        return mark == null || mark.revision() >= revision ? 1 : mark.sequence() + 1;
    }

    synchronized void forget(StateId state) {
        marks.remove(state);
    }
}
