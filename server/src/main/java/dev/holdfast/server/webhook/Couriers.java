package dev.holdfast.server.webhook;

import dev.holdfast.engine.Lease;
import dev.holdfast.engine.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has subscriptions delivered, if this is the instance that does: the one with the lease. It is taken only while there
 * are subscriptions. If it is lost, deliveries stop before another instance can have it; what is on its way by then may
 * come twice.
 */
final class Couriers implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Couriers.class.getName());
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final Workplace workplace;
    private final Duration ttl;
    private final Semaphore news = new Semaphore(0);
    private final Map<String, Working> working = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long heldUntil;
    private volatile boolean held;
    private @Nullable Lease lease;

    /** A subscription that is delivered, as it was listed. */
    private record Working(Courier courier, Thread thread, long turn) {}

    private Couriers(Workplace workplace) {
        this.workplace = workplace;
        this.ttl = workplace.options().pace().lease();
        this.thread = Thread.ofVirtual().name("holdfast-webhooks").unstarted(this::run);
    }

    static Couriers start(Workplace workplace) {
        Couriers couriers = new Couriers(workplace);
        couriers.thread.start();
        return couriers;
    }

    /** Looks at the directory soon. */
    void wake() {
        news.release();
    }

    /** Delivers nothing more of a subscription. */
    void stop(String id) {
        Working working = this.working.get(id);
        if (working != null) {
            working.courier().stop();
        }
    }

    long count() {
        return working.size();
    }

    long suspended() {
        return working.values().stream()
                .filter(each -> each.courier().isSuspended())
                .count();
    }

    /** By a clock that is not set: the lease ends no earlier than this says. */
    private boolean mayDeliver() {
        return held && !closed && heldUntil - System.nanoTime() > 0;
    }

    private void run() {
        Subscription following = null;
        try {
            while (!closed) {
                try {
                    following = following == null ? workplace.store().follow(this::wake) : following;
                    tend();
                } catch (RuntimeException e) {
                    LOGGER.log(Level.WARNING, "webhooks could not be looked at, and will be again", e);
                }
                if (news.tryAcquire(Math.max(1, ttl.toMillis() / 3), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
            if (following != null) {
                following.close();
            }
        }
    }

    private void tend() {
        Map<String, WebhookStore.Entry> entries = workplace.store().entries();
        if (entries.isEmpty()) {
            end();
            return;
        }
        if (!isHeld()) {
            working.values().forEach(each -> each.courier().stop());
            working.clear();
            return;
        }
        working.forEach((id, each) -> {
            WebhookStore.Entry entry = entries.get(id);
            if (entry == null || !entry.key().equals(each.courier().key())) {
                each.courier().stop();
                working.remove(id);
            }
        });
        entries.forEach(this::tend);
    }

    private void tend(String id, WebhookStore.Entry entry) {
        Working present = working.get(id);
        if (present != null && present.thread().isAlive()) {
            if (present.turn() != entry.turn()) {
                working.put(id, new Working(present.courier(), present.thread(), entry.turn()));
                present.courier().wake();
            }
            return;
        }
        Courier courier = new Courier(workplace, id, entry.key(), this::mayDeliver);
        Thread started = Thread.ofVirtual().name("holdfast-webhook-" + id).start(courier);
        working.put(id, new Working(courier, started, entry.turn()));
    }

    private boolean isHeld() {
        long now = System.nanoTime();
        boolean fresh = lease != null && heldUntil - now > ttl.toNanos() / 2;
        if (!fresh) {
            lease = workplace.store().lease(lease, ttl);
            heldUntil = now + ttl.toNanos() * 9 / 10;
            held = lease != null;
        }
        return held;
    }

    /** Stops deliveries, waits until they have noted how far they came, and lets another instance go on. */
    private void end() {
        List<Working> ending = List.copyOf(working.values());
        ending.forEach(each -> each.courier().stop());
        working.clear();
        long until = System.nanoTime() + FAREWELL.toNanos();
        try {
            for (Working each : ending) {
                each.thread().join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        held = false;
        Lease last = lease;
        lease = null;
        if (last != null) {
            release(last);
        }
    }

    /** Begins nothing more; what is on its way goes on. */
    void quit() {
        closed = true;
        working.values().forEach(each -> each.courier().stop());
        wake();
    }

    private void release(Lease last) {
        try {
            workplace.store().release(last);
        } catch (RuntimeException e) {
            LOGGER.log(Level.DEBUG, "the lease was not given back, and will end", e);
        }
    }

    @Override
    public void close() {
        quit();
        try {
            thread.join(FAREWELL.multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
