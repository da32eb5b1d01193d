package dev.holdfast.mcp.http;

import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.internal.flight.KeptSession;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A session in a store that other instances may use as well.
 *
 * @param changed runs after every change, to notify the other instances
 */
record SharedSession(HttpSessions sessions, String id, Runnable changed) implements KeptSession {
    @Override
    public Optional<LegacySession> find() {
        return sessions.find(id);
    }

    @Override
    public Optional<LegacySession> update(UnaryOperator<LegacySession> change) {
        Optional<LegacySession> now = sessions.update(id, change);
        changed.run();
        return now;
    }
}
