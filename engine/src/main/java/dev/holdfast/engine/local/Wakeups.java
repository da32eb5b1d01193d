package dev.holdfast.engine.local;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes those who wait for a change, within one process. */
public final class Wakeups {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();
    private long version;

    /** Nobody has raised anything yet. */
    public Wakeups() {}

    /** To be asked for before looking at what may change. */
    public long version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all who wait. */
    public void raise() {
        lock.lock();
        try {
            version++;
            raised.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until somebody raises after {@code seen} or the time is over. */
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
