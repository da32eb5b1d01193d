package dev.holdfast.mcp.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The open connections and their bounds. Where there is no room for another one, one on which no request runs is closed
 * for it: first one whose client never showed a credential, then the one unused longest, of the address that has most.
 * One thread looks after all of them. Thread-safe.
 */
final class Connections implements AutoCloseable {
    /** A client that leaves is noticed within this time. */
    private static final Duration LOOK = Duration.ofMillis(40);

    private static final Duration GRACE = Duration.ofMillis(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Map<InetAddress, Set<HttpConnection>> byAddress = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final SparseLog room = new SparseLog("A connection was closed to make room for another");
    private final SparseLog full = new SparseLog("A connection was refused");
    private final SparseLog failures = new SparseLog("A connection could not be looked after");
    private final ConnectionLimits limits;
    private int count;
    private boolean closing;

    Connections(ConnectionLimits limits) {
        this.limits = limits;
        Thread.ofPlatform().daemon().name("mcp-http-connections").start(this::watch);
    }

    /** Adds a connection; false if there is no room, because requests run on all others. */
    boolean enter(HttpConnection connection) {
        HttpConnection victim = null;
        boolean entered;
        lock.lock();
        try {
            InetAddress address = connection.address();
            Set<HttpConnection> siblings = byAddress.getOrDefault(address, Set.of());
            boolean manySiblings = !address.isLoopbackAddress() && siblings.size() >= limits.maxPerAddress();
            if (manySiblings || count >= limits.max()) {
                victim = manySiblings ? mostIdle(siblings) : leastMissed();
            }
            entered = !closing && (victim != null || (!manySiblings && count < limits.max()));
            if (entered) {
                remove(victim);
                byAddress.computeIfAbsent(address, key -> new HashSet<>()).add(connection);
                count++;
            }
        } finally {
            lock.unlock();
        }
        tell(connection, victim, entered);
        return entered;
    }

    private void tell(HttpConnection connection, @Nullable HttpConnection victim, boolean entered) {
        if (victim != null) {
            victim.evict();
            room.add("at most " + limits.max() + " are open, " + limits.maxPerAddress() + " of one address");
        } else if (!entered) {
            full.add("requests run on all " + limits.max() + " that may be open, or on all " + limits.maxPerAddress()
                    + " of " + connection.address().getHostAddress());
        }
    }

    /** Closes some that are idle, because the process has no file descriptor left. */
    void makeRoom() {
        List<HttpConnection> victims = new ArrayList<>();
        lock.lock();
        try {
            for (int i = Math.max(1, count / 16); i > 0; i--) {
                HttpConnection victim = leastMissed();
                remove(victim);
                if (victim != null) {
                    victims.add(victim);
                }
            }
        } finally {
            lock.unlock();
        }
        victims.forEach(HttpConnection::evict);
    }

    private @Nullable HttpConnection leastMissed() {
        return byAddress.values().stream()
                .filter(some -> some.stream().anyMatch(HttpConnection::isIdle))
                .max(Comparator.comparingInt(Set::size))
                .map(this::mostIdle)
                .orElse(null);
    }

    private @Nullable HttpConnection mostIdle(Set<HttpConnection> some) {
        long now = System.nanoTime();
        Optional<HttpConnection> over = oldest(some, HttpConnection::isOver, now);
        return over.or(() -> oldest(some, connection -> !connection.isTrusted(), now))
                .or(() -> oldest(some, connection -> true, now))
                .orElse(null);
    }

    private static Optional<HttpConnection> oldest(
            Set<HttpConnection> some, Predicate<HttpConnection> which, long now) {
        return some.stream()
                .filter(HttpConnection::isIdle)
                .filter(which)
                .max(Comparator.comparingLong(connection -> connection.age(now)));
    }

    /** Removes a connection that has ended. */
    void leave(HttpConnection connection) {
        lock.lock();
        try {
            remove(connection);
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void remove(@Nullable HttpConnection connection) {
        if (connection == null) {
            return;
        }
        Set<HttpConnection> siblings = byAddress.get(connection.address());
        if (siblings != null && siblings.remove(connection)) {
            count--;
            if (siblings.isEmpty()) {
                byAddress.remove(connection.address());
            }
        }
    }

    private List<HttpConnection> all() {
        lock.lock();
        try {
            return byAddress.values().stream().flatMap(Set::stream).toList();
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                all().forEach(connection -> look(connection, now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(HttpConnection connection, long now) {
        try {
            connection.look(now);
        } catch (RuntimeException | Error e) {
            failures.add(e.getClass().getName());
            connection.close();
        }
    }

    // --- The end

    /** Lets requests end within a grace period, interrupts those that still run, and closes every connection. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
        all().forEach(HttpConnection::finish);
        awaitNone();
        all().forEach(HttpConnection::interrupt);
        awaitNone();
        all().forEach(HttpConnection::close);
        closed.countDown();
    }

    private void awaitNone() {
        long nanos = GRACE.toNanos();
        lock.lock();
        try {
            while (count > 0 && nanos > 0) {
                nanos = left.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
