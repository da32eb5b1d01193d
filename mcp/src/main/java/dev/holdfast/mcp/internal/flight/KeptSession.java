package dev.holdfast.mcp.internal.flight;

import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.SessionStore;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One session of the handshake era in its store. Thread-safe; every method may block. */
public interface KeptSession {
    /** The message of the refusal when a session has ended. */
    String GONE = "There is no such session; begin again with initialize";

    /** The current session; empty if it has ended. */
    Optional<LegacySession> find();

    /** Changes the session, see {@link SessionStore#update}. */
    Optional<LegacySession> update(UnaryOperator<LegacySession> change);
}
