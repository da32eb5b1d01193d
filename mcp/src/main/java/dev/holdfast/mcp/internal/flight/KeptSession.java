package dev.holdfast.mcp.internal.flight;

import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.SessionStore;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One session of the handshake era, wherever it is kept. Thread-safe, may block. */
public interface KeptSession {
    /** What a request of a session that has ended is refused with. */
    String GONE = "There is no such session; begin again with initialize";

    /** The session as it is now; empty if it has ended. */
    Optional<LegacySession> find();

    /** Changes the session, see {@link SessionStore#update}. */
    Optional<LegacySession> update(UnaryOperator<LegacySession> change);
}
