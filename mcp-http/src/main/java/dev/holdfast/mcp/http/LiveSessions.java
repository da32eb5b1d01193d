package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.SessionStore;
import dev.holdfast.mcp.internal.flight.Announcements;
import dev.holdfast.mcp.internal.flight.Holder;
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
 * The work of this instance for sessions of the handshake era, and the messages it exchanges with the other instances
 * that share them. A client's message may reach any instance; one that concerns nothing here is passed on. Thread-safe.
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

    /** @param each the most sessions of a holder that subscribe or have a stream here */
    LiveSessions(HttpSessions sessions, @Nullable Announcements announcements, int each) {
        this.sessions = sessions;
        this.subscribers = announcements == null ? null : new HttpSubscribers(announcements, this::kept, each);
    }

    /** Opens a session and returns its id. */
    String open(LegacySession session, Holder holder) {
        follow();
        return sessions.open(session, holder, id -> subscribers != null && subscribers.isStreaming(id));
    }

    /** The live session of that id, if it belongs to this caller. */
    Optional<LegacySession> find(String id, Caller caller) {
        Optional<LegacySession> session = sessions.find(id, caller);
        session.ifPresent(found -> follow());
        return session;
    }

    /** Follows the other instances from the first session on: a server without sessions need not pay for it. */
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

    /** Whether this instance runs no request and waits for no answer. */
    boolean isIdle() {
        return inFlight.isEmpty() && inquiries.isEmpty();
    }

    /** The session of that id as a subscriber to changes; null if this server announces none. */
    @Nullable Subscriber subscriber(String id, Holder holder) {
        return subscribers == null ? null : subscribers.of(id, holder);
    }

    /** Stops notifying a session here. */
    void streamEnded(String id, Subscriber subscriber) {
        if (subscribers != null) {
            subscribers.end(id, subscriber);
        }
    }

    /** The stored session of that id; other instances are notified when it changes. */
    KeptSession kept(String id) {
        return new SharedSession(sessions, id, () -> announce(id, CHANGED));
    }

    // --- Messages from clients

    /** Delivers an answer to the instance that sent the request. */
    void answer(String id, Response response) {
        if (inquiries.isForAnother(response)) {
            sessions.tell(id, response.message());
        } else {
            inquiries.answer(id, response);
        }
    }

    /** Cancels a request on the instance that runs it. */
    void cancel(String id, Notification cancelled) {
        if (!inFlight.cancel(id, cancelled)) {
            sessions.tell(id, Message.notification(CANCELLED, cancelled.params()));
        }
    }

    /** Ends a session and all work for it, on every instance. */
    void end(String id) {
        sessions.end(id);
        endHere(id);
        announce(id, ENDED);
    }

    /** A failure to notify others undoes nothing: they check from time to time, see {@link Subscriber#look}. */
    private void announce(String id, String what) {
        try {
            sessions.tell(id, Message.notification(what, JsonObject.of("from", Json.of(instance))));
        } catch (McpException e) {
            // HttpSessions has logged the failure of the store.
        }
    }

    // --- Messages from other instances

    private void receive(String id, JsonObject message) {
        switch (Message.of(message)) {
            case Response response -> inquiries.answer(id, response);
            case Notification notification -> receive(id, notification);
            case Message.Request request -> {} // reserved for later releases
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

    /** Ends this instance's work for sessions; the sessions themselves stay. */
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
