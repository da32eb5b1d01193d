package dev.holdfast.mcp;

import java.util.Optional;

/** Where the sessions of the handshake era live over HTTP. Thread-safe, blocking. A session id is no credential. */
public interface SessionStore {
    /** Keeps a session under an id that was never used before. */
    void put(String id, LegacySession session);

    /** Puts a session in the place of the one of that id; nothing happens if there is none any more. */
    void replace(String id, LegacySession session);

    /** The live session of that id. */
    Optional<LegacySession> find(String id);

    /** Ends a session; false if there was none. */
    boolean remove(String id);

    /** Sessions in this process's memory, the least recently used ones forgotten beyond {@code capacity}. */
    static SessionStore inMemory(int capacity) {
        return new InMemorySessions(capacity);
    }
}
