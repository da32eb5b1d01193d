package dev.holdfast.mcp.internal.stdio;

import dev.holdfast.mcp.ServerLimits;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many blocking calls of one client run at once, and how many bytes of messages they hold.
 *
 * <p>While calls finish, {@link #enter} waits for a free place, which slows the client down. But the thread that waits
 * also reads cancellations and pings: if no place becomes free within {@link #PATIENCE}, calls are refused immediately
 * until one does. {@code enter} is for one thread only; any thread may call {@code leave}.
 */
final class Admission {
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final int MESSAGES_HELD = 16;

    private final Semaphore places;
    private final Semaphore bytes;
    private boolean stalled;

    Admission(ServerLimits limits) {
        this.places = new Semaphore(limits.maxConcurrentCalls());
        this.bytes = new Semaphore((int) Math.min(Integer.MAX_VALUE, (long) MESSAGES_HELD * limits.maxMessageBytes()));
    }

    /** Takes a place for a message of that length in bytes; false if the call must be refused. */
    boolean enter(int messageBytes) throws InterruptedException {
        if (!acquire(places, 1)) {
            return false;
        }
        if (!acquire(bytes, messageBytes)) {
            places.release();
            return false;
        }
        stalled = false;
        return true;
    }

    void leave(int messageBytes) {
        bytes.release(messageBytes);
        places.release();
    }

    private boolean acquire(Semaphore semaphore, int permits) throws InterruptedException {
        long patience = stalled ? 0 : PATIENCE.toMillis();
        boolean acquired = semaphore.tryAcquire(permits, patience, TimeUnit.MILLISECONDS);
        stalled |= !acquired;
        return acquired;
    }
}
