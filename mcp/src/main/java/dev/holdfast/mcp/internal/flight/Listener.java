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
 * The pending changes for one client, in the order in which they happened. A change that is already pending is not
 * added again, so however slowly the client reads, no more changes are pending than it listens to. Adding a change
 * never waits for the client. Thread-safe.
 */
public final class Listener {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final LinkedHashSet<Announcement> pending = new LinkedHashSet<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile Consumer<String> onWithdrawal = uri -> {};
    private boolean ended;

    /** Sets what is told the addresses to which the client has lost access. May block. */
    public void onWithdrawal(Consumer<String> action) {
        this.onWithdrawal = action;
    }

    void withdraw(String uri) {
        onWithdrawal.accept(uri);
    }

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

    /** Sends changes to the client until {@link #end()}, and then those still pending. */
    public void tell(Consumer<JsonObject> client, @Nullable Json subscriptionId) throws InterruptedException {
        for (Announcement change = next(); change != null; change = next()) {
            client.accept(change.notification(subscriptionId));
        }
    }

    /** Waits for the next change; null if there will be no more. */
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

    /** Removes a change that is pending. */
    void forget(Announcement change) {
        lock.lock();
        try {
            pending.remove(change);
        } finally {
            lock.unlock();
        }
    }

    /** Accepts no more changes. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Claims the right to send to the client; false if another stream holds it. */
    public boolean take() {
        return taken.compareAndSet(false, true);
    }

    /** Whether a stream holds the right to send to the client. */
    public boolean isTaken() {
        return taken.get();
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
