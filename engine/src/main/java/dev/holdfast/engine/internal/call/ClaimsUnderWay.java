package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.spi.StateId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs in which a worker of this process is claiming a step right now. Others look elsewhere first: a claim that
 * comes too late is refused only after the one before it is stored, which takes as long. Safe for use by many threads.
 */
final class ClaimsUnderWay {
    private final Set<StateId> runs = ConcurrentHashMap.newKeySet();

    /** False if another worker is at it. Who begins has to end. */
    boolean begin(StateId run) {
        return runs.add(run);
    }

    void end(StateId run) {
        runs.remove(run);
    }
}
