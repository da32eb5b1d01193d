package dev.holdfast.mcp.internal.stdio;

import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.internal.flight.Weight;
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
    private static final int HEAP_SHARE = 3;

    private final Semaphore places;
    private final Semaphore bytes;
    private final Semaphore bytesOfAll;
    private final int mostBytes;
    private boolean stalled;

    /** @param bytesOfAll what this client and its companions may hold together; at least what the longest weighs */
    Admission(ServerLimits limits, Semaphore bytesOfAll) {
        this.bytesOfAll = bytesOfAll;
        this.places = new Semaphore(limits.maxConcurrentCalls());
        long usual = (long) MESSAGES_HELD * limits.maxMessageBytes();
        long fair = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        this.mostBytes = (int) Math.min(Integer.MAX_VALUE, Math.min(usual, fair));
        this.bytes = new Semaphore(mostBytes);
    }

    /** The memory of a message and its parsed form, in bytes. The largest ones run alone. */
    int weigh(byte[] message) {
        return (int) Math.min(mostBytes, Weight.withParsed(message));
    }

    /** Takes a place for a message of that weight; false if the call must be refused. */
    boolean enter(int weight) throws InterruptedException {
        if (!acquire(places, 1)) {
            return false;
        }
        if (!acquire(bytes, weight)) {
            places.release();
            return false;
        }
        if (!acquire(bytesOfAll, weight)) {
            bytes.release(weight);
            places.release();
            return false;
        }
        stalled = false;
        return true;
    }

    void leave(int weight) {
        bytesOfAll.release(weight);
        bytes.release(weight);
        places.release();
    }

    private boolean acquire(Semaphore semaphore, int permits) throws InterruptedException {
        long patience = stalled ? 0 : PATIENCE.toMillis();
        boolean acquired = semaphore.tryAcquire(permits, patience, TimeUnit.MILLISECONDS);
        stalled |= !acquired;
        return acquired;
    }
}
