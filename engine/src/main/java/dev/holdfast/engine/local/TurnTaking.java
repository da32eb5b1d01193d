package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.Turn;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records which thread of a client holds the turn to write, so that its own writes do not wait for it. Safe for use by
 * many threads.
 */
public final class TurnTaking {
    private final Supplier<Runnable> acquire;
    private volatile @Nullable Thread holder;

    /** @param acquire waits for the turn and returns what gives it back */
    public TurnTaking(Supplier<Runnable> acquire) {
        this.acquire = acquire;
    }

    /**
     * Waits for the turn.
     *
     * @throws IllegalStateException if this thread holds it already
     */
    public Turn take() {
        if (isMine()) {
            throw new IllegalStateException("this thread already holds the turn");
        }
        Runnable release = acquire.get();
        holder = Thread.currentThread();
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.compareAndSet(true, false)) {
                holder = null;
                release.run();
            }
        };
    }

    /** Does the work with the turn held; waits for it unless this thread holds it already. */
    public <T extends @Nullable Object> T within(Supplier<T> work) {
        if (isMine()) {
            return work.get();
        }
        Turn turn = take();
        try {
            return work.get();
        } finally {
            turn.close();
        }
    }

    private boolean isMine() {
        return Thread.currentThread().equals(holder);
    }
}
