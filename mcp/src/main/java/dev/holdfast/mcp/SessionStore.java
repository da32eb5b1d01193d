package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where the sessions of the handshake era live over HTTP, and how instances that share them reach each other.
 * Thread-safe, blocking; an exception of any method means that it cannot be had now, and is answered with status 503. A
 * session id is no credential: whose a session is stands in it.
 *
 * <p>A session that was not used for the idle time of the store is gone. It is used by {@link #put}, {@link #find} and
 * {@link #update}; a store may leave out to note that in the first half of the idle time, so that using costs it no
 * write.
 */
public interface SessionStore {
    /** Keeps a session under an id that was never used before. */
    void put(String id, LegacySession session);

    /** The live session of that id. */
    Optional<LegacySession> find(String id);

    /**
     * Changes a session: of several changes at the same time none is lost.
     *
     * @param change has no effect of its own, so that it may be tried again; what it throws is passed on, and nothing
     *     changes
     * @return the session as it is now; empty if there is none any more, and then there is none afterwards
     */
    Optional<LegacySession> update(String id, UnaryOperator<LegacySession> change);

    /** Ends a session; false if there was none. */
    boolean remove(String id);

    /**
     * Tells all who follow of something that concerns a session: an answer, or a cancellation, that came to one
     * instance and is meant for another. It need not survive anything, but what is lost costs a client the answer it
     * gave.
     *
     * @param id of a session, live or just ended
     * @param message of no meaning to the store
     */
    void tell(String id, JsonObject message);

    /**
     * Hands on all that is told from now on, through this object or any other of the same store: soon, once or more
     * often, in any order.
     *
     * @param receiver may be run by any thread; it does not fail and does not block for long
     */
    Following follow(Receiver receiver);

    /** Takes what is told. */
    @FunctionalInterface
    interface Receiver {
        /** See {@link SessionStore#tell}. */
        void receive(String id, JsonObject message);
    }

    /** Goes on until it is closed. */
    @FunctionalInterface
    interface Following extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Sessions in this process's memory; beyond {@code capacity} the least recently used ones are forgotten.
     *
     * @param idle how long a session may be without use
     */
    static SessionStore inMemory(int capacity, Duration idle, InstantSource clock) {
        return new InMemorySessions(capacity, idle, clock);
    }
}
