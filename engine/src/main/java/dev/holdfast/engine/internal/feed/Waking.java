package dev.holdfast.engine.internal.feed;

import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.internal.follow.Moved;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the reader of a feed. It listens from the first wait on, which returns at once: what was committed before was
 * not listened to, and is read first.
 */
final class Waking {
    private final Function<Moved, Subscription> listen;
    private final Moved moved = new Moved();
    private @Nullable Subscription listening;

    Waking(Function<Moved, Subscription> listen) {
        this.listen = listen;
    }

    void await(Duration longest) throws InterruptedException {
        if (listening == null) {
            listening = listen.apply(moved);
        } else {
            moved.await(longest.toNanos());
        }
    }

    /** Ends a wait, this or the next one. From any thread. */
    void wake() {
        moved.missed();
    }

    void end() {
        if (listening != null) {
            listening.close();
        }
    }
}
