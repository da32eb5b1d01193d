package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.spi.StateId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * In which runs workers of this process are claiming steps right now. No more than there are steps do so at a time, and
 * others look elsewhere first: a claim that comes too late is refused only after the one before it is stored, which
 * takes as long. Safe for use by many threads.
 */
final class ClaimsUnderWay {
    private final ConcurrentMap<StateId, Integer> runs = new ConcurrentHashMap<>();

    /**
     * Begins to claim in a run. A caller that may has to {@link #end}.
     *
     * @param most how many may do so at a time
     * @return whether the caller may; false if as many are at it
     */
    boolean begin(StateId run, int most) {
        if (runs.merge(run, 1, Integer::sum) <= most) {
            return true;
        }
        end(run);
        return false;
    }

    void end(StateId run) {
        runs.computeIfPresent(run, (id, claims) -> claims == 1 ? null : claims - 1);
    }
}
