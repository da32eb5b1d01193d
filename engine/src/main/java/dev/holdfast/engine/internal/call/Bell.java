package dev.holdfast.engine.internal.call;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes those who look for states that wait for something, as soon as this process has committed one that does. What
 * other processes commit they find by looking again now and then. Safe for use by many threads.
 */
final class Bell {
    private final Map<Ring, Set<String>> listening = new ConcurrentHashMap<>();

    /** Begins to listen for states that wait for one of these. The caller must listen first and look second. */
    Ring listen(Set<String> waits) {
        Ring ring = new Ring();
        listening.put(ring, waits);
        return ring;
    }

    /** Called after every commit by this process, with what the state waits for now. */
    void committed(Set<String> waits) {
        if (!waits.isEmpty()) {
            listening.forEach((ring, wanted) -> {
                if (!Collections.disjoint(waits, wanted)) {
                    ring.wake();
                }
            });
        }
    }

    /** One who listens. */
    final class Ring implements AutoCloseable {
        private final Semaphore rung = new Semaphore(0);

        private Ring() {}

        /** Waits until a commit may be of interest; false if there was none in time. */
        boolean await(long nanos) throws InterruptedException {
            boolean heard = rung.tryAcquire(nanos, TimeUnit.NANOSECONDS);
            rung.drainPermits();
            return heard;
        }

        /** Ends a wait; one ring is enough however much happened. */
        void wake() {
            if (rung.availablePermits() == 0) {
                rung.release();
            }
        }

        @Override
        public void close() {
            listening.remove(this);
        }
    }
}
