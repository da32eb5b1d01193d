package dev.holdfast.mcp.http;

import dev.holdfast.mcp.internal.flight.Announcements;
import dev.holdfast.mcp.internal.flight.KeptSession;
import dev.holdfast.mcp.internal.flight.Subscriber;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that subscribed or opened a stream in this process, by their ids. Many clients leave without ending
 * their session, so beyond {@link #CAPACITY} the least recently used ones are ended. Thread-safe.
 */
final class HttpSubscribers {
    private static final int CAPACITY = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Subscriber> byId = new LinkedHashMap<>(16, 0.75f, true);
    private final Announcements announcements;
    private final Function<String, KeptSession> sessions;

    HttpSubscribers(Announcements announcements, Function<String, KeptSession> sessions) {
        this.announcements = announcements;
        this.sessions = sessions;
    }

    Subscriber of(String sessionId) {
        Subscriber subscriber;
        Subscriber eldest;
        lock.lock();
        try {
            subscriber = byId.computeIfAbsent(sessionId, id -> new Subscriber(announcements, sessions.apply(id)));
            eldest = eldestBeyondCapacity();
        } finally {
            lock.unlock();
        }
        if (eldest != null) {
            eldest.end();
        }
        return subscriber;
    }

    /** The session of that id, if it was used here; does not count as a use. */
    @Nullable Subscriber known(String sessionId) {
        lock.lock();
        try {
            return byId.get(sessionId);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Subscriber eldestBeyondCapacity() {
        return byId.size() > CAPACITY ? byId.remove(byId.keySet().iterator().next()) : null;
    }

    void end(String sessionId) {
        Subscriber ended;
        lock.lock();
        try {
            ended = byId.remove(sessionId);
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            ended.end();
        }
    }

    /** Ends a subscriber that is no longer usable; the session gets a new one when it needs one. */
    void end(String sessionId, Subscriber used) {
        lock.lock();
        try {
            byId.remove(sessionId, used);
        } finally {
            lock.unlock();
        }
        used.end();
    }

    /** Ends all that are left. */
    void endAll() {
        Map<String, Subscriber> all;
        lock.lock();
        try {
            all = Map.copyOf(byId);
            byId.clear();
        } finally {
            lock.unlock();
        }
        all.values().forEach(Subscriber::end);
    }
}
