package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keeps the sessions of the handshake era over HTTP, and passes messages between the instances that share them.
 * Implementations are thread-safe and may block. An exception from any method means that the store is unavailable; the
 * request is answered with status 503. A session id is not a credential: the session itself names its owner.
 *
 * <p>A session that was not used for the idle time of the store is removed. {@link #put}, {@link #find} and
 * {@link #update} count as a use; to save writes, a store need not record a use in the first half of the idle time.
 */
public interface SessionStore {
    /** Stores a session under a new id, which was never used before. */
    void put(String id, LegacySession session);

    /** The live session of that id. */
    Optional<LegacySession> find(String id);

    /**
     * Changes a session atomically: no concurrent change is lost.
     *
     * @param change free of side effects, since it may be called again; an exception is passed on, and the session
     *     stays unchanged
     * @return the changed session; empty if it does not exist, and then none is created
     */
    Optional<LegacySession> update(String id, UnaryOperator<LegacySession> change);

    /** Removes a session; false if there was none. */
    boolean remove(String id);

    /**
     * Sends a message about a session to all followers, such as an answer or a cancellation that reached one instance
     * and is meant for another. The message need not be durable, but if it is lost, so is the answer the client gave.
     *
     * @param id the id of a session, live or just ended
     * @param message opaque to the store
     */
    void tell(String id, JsonObject message);

    /**
     * Delivers all messages sent from now on through any instance of the same store: promptly, at least once, in any
     * order.
     *
     * @param receiver may be called on any thread; must not throw or block for long
     */
    Following follow(Receiver receiver);

    /** Receives messages about sessions. */
    @FunctionalInterface
    interface Receiver {
        /** See {@link SessionStore#tell}. */
        void receive(String id, JsonObject message);
    }

    /** A subscription to messages, until closed. */
    @FunctionalInterface
    interface Following extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Keeps sessions in the memory of this process; beyond {@code capacity} the least recently used ones of the subject
     * that has most are removed.
     *
     * @param idle how long a session is kept without use
     */
    static SessionStore inMemory(int capacity, Duration idle, InstantSource clock) {
        return new InMemorySessions(capacity, idle, clock);
    }
}
