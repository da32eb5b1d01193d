package dev.holdfast.mcp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one subscription, by one thread at a time. An implementation checks in every read whether the
 * caller may still be told of them.
 */
public interface EventReader extends AutoCloseable {
    /** Where the next read begins; null for a source without replay. */
    @Nullable String cursor();

    /**
     * Reads on, without waiting.
     *
     * @param most how many events to return, at least 1
     * @throws EventRefusal if the subscription has ended
     * @throws InterruptedException if the request is cancelled
     */
    EventBatch read(int most) throws InterruptedException;

    /**
     * Waits until there may be more to read. May return early; must not return late: what occurred after the last read
     * ends the wait, also if it occurred before the wait began.
     *
     * @throws InterruptedException if the request is cancelled
     */
    void await(Duration longest) throws InterruptedException;

    /** Ends a wait, this or the next one. Called from other threads. */
    void wake();

    /** Releases what the reader holds. */
    @Override
    void close();
}
