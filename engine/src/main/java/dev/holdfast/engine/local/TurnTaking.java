package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.Turn;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which thread of a client has the turn to write, so that what it does meanwhile need not wait for it. */
public final class TurnTaking {
    private final Supplier<Runnable> acquire;
    private volatile @Nullable Thread holder;

    /** @param acquire waits for the turn and answers what gives it back */
    public TurnTaking(Supplier<Runnable> acquire) {
        this.acquire = acquire;
    }

    /** Waits for the turn. */
    public Turn take() {
        if (isMine()) {
            throw new IllegalStateException("this thread already has the turn");
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

    /** Works with the turn, for which it waits unless this thread has it anyhow. */
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
