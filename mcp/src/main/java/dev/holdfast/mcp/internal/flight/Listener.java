package dev.holdfast.mcp.internal.flight;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one client has yet to be told, in the order in which it happened. A change that waits already is not added
 * again, so no more ever waits than the client listens to, however slowly it reads; whoever tells of a change never
 * waits for it. Thread-safe.
 */
public final class Listener {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final LinkedHashSet<Announcement> pending = new LinkedHashSet<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    private boolean ended;

    void add(Announcement change) {
        lock.lock();
        try {
            if (!ended && pending.add(change)) {
                news.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Hands on what happened until {@link #end()}, and what waits then. */
    public void tell(Consumer<JsonObject> client, @Nullable Json subscriptionId) throws InterruptedException {
        for (Announcement change = next(); change != null; change = next()) {
            client.accept(change.notification(subscriptionId));
        }
    }

    /** Waits for the next change; null if there will be none. */
    private @Nullable Announcement next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (pending.isEmpty() && !ended) {
                news.await();
            }
            return pending.isEmpty() ? null : pending.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Does not tell of something any more. */
    void forget(Announcement change) {
        lock.lock();
        try {
            pending.remove(change);
        } finally {
            lock.unlock();
        }
    }

    /** Takes in nothing more. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes sure that one alone tells the client; false if somebody else does. */
    public boolean take() {
        return taken.compareAndSet(false, true);
    }

    public void giveBack() {
        taken.set(false);
    }

    int waiting() {
        lock.lock();
        try {
            return pending.size();
        } finally {
            lock.unlock();
        }
    }
}
