package dev.holdfast.engine.internal.commit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends the waits of callers that have lasted too long: one thread for all of them, since a timer for each command would
 * cost about as much as deciding it. Waits may last a little longer than they should, by one part in {@value #LOOKS}.
 * The thread starts with the first wait, and sleeps while there are none. Safe for use by many threads.
 */
final class Patience implements AutoCloseable {
    private static final int LOOKS = 32;

    private final long nanos;
    private final AtomicReference<@Nullable Wait> newest = new AtomicReference<>();
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private volatile boolean asleep;
    private volatile boolean closed;

    Patience(Duration duration) {
        this.nanos = duration.toNanos();
    }

    /** One who waits. What it waits for is let go as soon as it need not be ended any more. */
    final class Wait {
        private final long since = System.nanoTime();
        private volatile @Nullable Runnable end;
        private @Nullable Wait next;

        private Wait(Runnable end) {
            this.end = end;
        }

        /** It is over. */
        void over() {
            end = null;
        }

        private boolean endIfTooLong() {
            Runnable ending = end;
            boolean tooLong = System.nanoTime() - since >= nanos;
            if (tooLong && ending != null) {
                ending.run();
            }
            return tooLong || ending == null;
        }
    }

    /**
     * Begins a wait.
     *
     * @param end what ends it if it is not over in time
     */
    Wait begin(Runnable end) {
        Wait wait = new Wait(end);
        add(wait);
        if (thread.get() == null) {
            start();
        } else if (asleep) {
            LockSupport.unpark(thread.get());
        }
        return wait;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread.get());
    }

    private void add(Wait wait) {
        Wait before;
        do {
            before = newest.get();
            wait.next = before;
        } while (!newest.compareAndSet(before, wait));
    }

    private void start() {
        Thread fresh = Thread.ofPlatform().name("holdfast-patience").daemon().unstarted(this::run);
        if (thread.compareAndSet(null, fresh)) {
            fresh.start();
        }
    }

    private void run() {
        while (!closed) {
            if (newest.get() == null) {
                sleep();
            } else {
                LockSupport.parkNanos(Math.max(1, nanos / LOOKS));
                look();
            }
        }
    }

    /** Looks again after it said that it sleeps: a wait begun before that is seen, and one begun after it wakes it. */
    private void sleep() {
        asleep = true;
        if (newest.get() == null && !closed) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    private void look() {
        Wait wait = newest.getAndSet(null);
        while (wait != null) {
            Wait next = wait.next;
            if (!wait.endIfTooLong()) {
                add(wait);
            }
            wait = next;
        }
    }
}
