package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.SessionStore;
import dev.holdfast.mcp.internal.flight.Announcements;
import dev.holdfast.mcp.internal.flight.InFlight;
import dev.holdfast.mcp.internal.flight.Inquiries;
import dev.holdfast.mcp.internal.flight.KeptSession;
import dev.holdfast.mcp.internal.flight.Subscriber;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.Message.Notification;
import dev.holdfast.mcp.internal.wire.Message.Response;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What this instance does in the sessions of the handshake era, and what it and the others that share them tell each
 * other of it. A client's message goes to any instance: what is not about something here is passed on. Thread-safe.
 */
final class LiveSessions implements AutoCloseable {
    private static final String CANCELLED = "notifications/cancelled";
    private static final String CHANGED = "holdfast/session_changed";
    private static final String ENDED = "holdfast/session_ended";

    private final String instance = UUID.randomUUID().toString();
    private final InFlight inFlight = new InFlight();
    private final Inquiries inquiries = new Inquiries();
    private final HttpSessions sessions;
    private final @Nullable HttpSubscribers subscribers;
    private final ReentrantLock lock = new ReentrantLock();
    private SessionStore.@Nullable Following following;
    private boolean closed;

    LiveSessions(HttpSessions sessions, @Nullable Announcements announcements) {
        this.sessions = sessions;
        this.subscribers = announcements == null ? null : new HttpSubscribers(announcements, this::kept);
    }

    /** Opens a session and answers its id. */
    String open(LegacySession session) {
        follow();
        return sessions.open(session);
    }

    /** The live session of that id, if it is this caller's. */
    Optional<LegacySession> find(String id, Caller caller) {
        Optional<LegacySession> session = sessions.find(id, caller);
        session.ifPresent(found -> follow());
        return session;
    }

    /**
     * Listens to the others from the first session on: a server without any has nothing to hear, and may be spared the
     * effort.
     */
    private void follow() {
        lock.lock();
        try {
            if (following == null && !closed) {
                following = sessions.follow(this::receive);
            }
        } finally {
            lock.unlock();
        }
    }

    InFlight inFlight() {
        return inFlight;
    }

    Inquiries inquiries() {
        return inquiries;
    }

    /** Whether nothing is being worked on or waited for here. */
    boolean isIdle() {
        return inFlight.isEmpty() && inquiries.isEmpty();
    }

    /** The session of that id as somebody to be told of changes; null if nothing ever changes. */
    @Nullable
    Subscriber subscriber(String id) {
        return subscribers == null ? null : subscribers.of(id);
    }

    /** What was told to a session here is told no more. */
    void streamEnded(String id, Subscriber subscriber) {
        if (subscribers != null) {
            subscribers.end(id, subscriber);
        }
    }

    /** The session of that id where it is kept; others hear that it has changed. */
    KeptSession kept(String id) {
        return new SharedSession(sessions, id, () -> announce(id, CHANGED));
    }

    // --- What clients say

    /** Takes the answer to a request, whichever instance asked. */
    void answer(String id, Response response) {
        if (inquiries.isForAnother(response)) {
            sessions.tell(id, response.message());
        } else {
            inquiries.answer(id, response);
        }
    }

    /** Cancels a request, whichever instance works for it. */
    void cancel(String id, Notification cancelled) {
        if (!inFlight.cancel(id, cancelled)) {
            sessions.tell(id, Message.notification(CANCELLED, cancelled.params()));
        }
    }

    /** Ends a session and whatever any instance does for it. */
    void end(String id) {
        sessions.end(id);
        endHere(id);
        announce(id, ENDED);
    }

    /**
     * What is done already stays done if others cannot be told of it: they look from time to time, see
     * {@link Subscriber#look}.
     */
    private void announce(String id, String what) {
        try {
            sessions.tell(id, Message.notification(what, JsonObject.of("from", Json.of(instance))));
        } catch (McpException e) {
            // The failure of the store was logged where it was met.
        }
    }

    // --- What other instances say

    private void receive(String id, JsonObject message) {
        switch (Message.of(message)) {
            case Response response -> inquiries.answer(id, response);
            case Notification notification -> receive(id, notification);
            case Message.Request request -> {} // a later release may have more to tell
            case Message.Malformed malformed -> {}
        }
    }

    private void receive(String id, Notification notification) {
        if (notification.method().equals(CANCELLED)) {
            inFlight.cancel(id, notification);
        } else if (!instance.equals(notification.params().string("from"))) {
            Thread.ofVirtual().name("mcp-session-news").start(() -> act(id, notification.method()));
        }
    }

    private void act(String id, String what) {
        switch (what) {
            case ENDED -> endHere(id);
            case CHANGED -> look(id);
            default -> {}
        }
    }

    private void look(String id) {
        Subscriber subscriber = subscribers == null ? null : subscribers.known(id);
        if (subscriber == null) {
            return;
        }
        subscriber.look();
        if (subscriber.hasEnded()) {
            streamEnded(id, subscriber);
        }
    }

    private void endHere(String id) {
        inFlight.cancelAll(id);
        endSubscriber(id);
    }

    private void endSubscriber(String id) {
        if (subscribers != null) {
            subscribers.end(id);
        }
    }

    /** Ends what this instance does for sessions, which live on. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (following != null) {
                following.close();
            }
        } finally {
            lock.unlock();
        }
        if (subscribers != null) {
            subscribers.endAll();
        }
    }
}
