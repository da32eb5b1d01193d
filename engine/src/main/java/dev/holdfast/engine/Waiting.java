package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call that waits until a document moves past a revision or meets a condition. */
final class Waiting {
    private final Engine engine;
    private final StateId id;
    private final Supplier<Image> current;
    private final WaitFor what;
    private final Validator.@Nullable Condition until;

    /**
     * @param current the state as the caller may see it now
     */
    Waiting(Engine engine, StateId id, Supplier<Image> current, WaitFor what) {
        this.engine = engine;
        this.id = id;
        this.current = current;
        this.what = what;
        this.until = what.until() == null ? null : engine.validator().condition("until", what.until());
    }

    @SuppressWarnings("try") // the subscription is held, not used
    Waited await() throws InterruptedException {
        Semaphore moved = new Semaphore(0);
        long deadline = System.nanoTime() + what.timeout().toNanos();
        // Subscribe first and read second, so that nothing can happen unnoticed in between.
        try (Subscription subscription = engine.tailer().listen(id, Signals.Listener.of(moved::release))) {
            Image now = current.get();
            long since = what.sinceRevision() == null ? now.revision() : what.sinceRevision();
            Waited waited = waited(now, since);
            while (waited.timedOut() && moved.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                moved.drainPermits();
                waited = waited(current.get(), since);
            }
            return waited;
        }
    }

    private Waited waited(Image now, long since) {
        SortedSet<String> changed = new TreeSet<>();
        if (now.documentRevision() > since) {
            SortedSet<String> keys = engine.history().keysChanged(now, since);
            changed.addAll(keys == null ? now.document().keys() : keys);
            if (!what.keys().isEmpty()) {
                changed.retainAll(what.keys());
            }
        }
        boolean met = until == null
                ? !changed.isEmpty()
                : until.holds(now.document(), engine.now()) || (!what.keys().isEmpty() && !changed.isEmpty());
        return new Waited(now.revision(), changed, !met);
    }
}
