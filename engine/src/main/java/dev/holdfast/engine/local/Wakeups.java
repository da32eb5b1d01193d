package dev.holdfast.engine.local;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes threads of one process that wait for a change. Safe for use by many threads. */
public final class Wakeups {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();
    private long version;

    /** Nothing has been raised yet. */
    public Wakeups() {}

    /** The value to pass to {@link #await}. Must be read before looking at what may change. */
    public long version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all waiting threads. */
    public void raise() {
        lock.lock();
        try {
            version++;
            raised.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@link #raise} is called after the version {@code seen}, at most so many milliseconds. */
    public void await(long seen, long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (version == seen && left > 0) {
                left = raised.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
