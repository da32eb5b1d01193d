package dev.holdfast.mcp.internal.flight;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The long-lived requests of a transport, which run until they are ended. Thread-safe. */
public final class Streams {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Set<Flight> open = new HashSet<>();
    private boolean ending;

    public void enter(Flight flight) {
        boolean late;
        lock.lock();
        try {
            open.add(flight);
            late = ending;
        } finally {
            lock.unlock();
        }
        if (late) {
            flight.end();
        }
    }

    public void leave(Flight flight) {
        lock.lock();
        try {
            open.remove(flight);
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean isEmpty() {
        lock.lock();
        try {
            return open.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Asks all of them to end with an answer, and every later one as soon as it enters. */
    public void end() {
        Set<Flight> all;
        lock.lock();
        try {
            ending = true;
            all = Set.copyOf(open);
        } finally {
            lock.unlock();
        }
        all.forEach(Flight::end);
    }

    /**
     * Waits until the last one has left, but at most for {@code patience}: one whose client does not read never leaves.
     */
    public void awaitEnd(Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!open.isEmpty() && nanos > 0) {
                nanos = left.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
