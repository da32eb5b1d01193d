package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.Event;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes a waiter that looks at the whole state itself, whatever happened to it. */
public final class Moved implements Signals.Listener {
    private final Semaphore moved = new Semaphore(0);

    /** Waits for an event; false if there was none in time. */
    public boolean await(long nanos) throws InterruptedException {
        boolean heard = moved.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        moved.drainPermits();
        return heard;
    }

    @Override
    public void told(Event event) {
        moved.release();
    }

    @Override
    public void missed() {
        moved.release();
    }
}
