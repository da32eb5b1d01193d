package dev.holdfast.mcp.http;

import dev.holdfast.mcp.internal.flight.Announcements;
import dev.holdfast.mcp.internal.flight.Holder;
import dev.holdfast.mcp.internal.flight.KeptSession;
import dev.holdfast.mcp.internal.flight.Subscriber;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that subscribed or opened a stream in this process, by their ids. Many clients leave without ending
 * their session, so beyond a holder's share its own least recently used ones are ended, and beyond {@link #CAPACITY}
 * those of the holder who has most; never one that has a stream. Thread-safe.
 */
final class HttpSubscribers {
    private static final int CAPACITY = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Latest<Subscriber> byId;
    private final Announcements announcements;
    private final Function<String, KeptSession> sessions;

    /** @param each the share of a holder */
    HttpSubscribers(Announcements announcements, Function<String, KeptSession> sessions, int each) {
        this.announcements = announcements;
        this.sessions = sessions;
        this.byId = new Latest<>(each, CAPACITY);
    }

    Subscriber of(String sessionId, Holder holder) {
        Subscriber subscriber;
        Subscriber eldest = null;
        lock.lock();
        try {
            byId.use(sessionId);
            subscriber = byId.get(sessionId);
            if (subscriber == null) {
                subscriber = new Subscriber(announcements, sessions.apply(sessionId));
                String left = byId.add(holder.name(), sessionId, subscriber, this::streams);
                eldest = left == null ? null : byId.remove(left);
            }
        } finally {
            lock.unlock();
        }
        if (eldest != null) {
            eldest.end();
        }
        return subscriber;
    }

    /** Whether the session of that id has an open stream. */
    boolean isStreaming(String sessionId) {
        lock.lock();
        try {
            return streams(sessionId);
        } finally {
            lock.unlock();
        }
    }

    private boolean streams(String sessionId) {
        Subscriber subscriber = byId.get(sessionId);
        return subscriber != null && subscriber.listener().isTaken();
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
            if (used.equals(byId.get(sessionId))) {
                byId.remove(sessionId);
            }
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
            all = byId.removeAll();
        } finally {
            lock.unlock();
        }
        all.values().forEach(Subscriber::end);
    }
}
