package dev.holdfast.mcp.internal.stdio;

import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.internal.flight.KeptSession;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The session of a connection, which ends with it. Thread-safe. */
final class OwnSession implements KeptSession {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable LegacySession session;

    /** Starts a session, replacing an earlier one. */
    void begin(LegacySession next) {
        lock.lock();
        try {
            session = next;
        } finally {
            lock.unlock();
        }
    }

    /** The current session; null before the handshake. */
    @Nullable LegacySession current() {
        return session;
    }

    @Override
    public Optional<LegacySession> find() {
        return Optional.ofNullable(session);
    }

    @Override
    public Optional<LegacySession> update(UnaryOperator<LegacySession> change) {
        lock.lock();
        try {
            Optional<LegacySession> changed = find().map(change);
            session = changed.orElse(null);
            return changed;
        } finally {
            lock.unlock();
        }
    }
}
