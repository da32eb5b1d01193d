package dev.holdfast.mcp.http;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.SessionStore;
import dev.holdfast.mcp.internal.flight.Holder;
import dev.holdfast.mcp.internal.wire.Faults;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the handshake era under unguessable ids; each can be used only by the caller that opened it. A principal
 * that opens more than its share in this process loses the one it used longest ago. A failure of the store becomes a
 * {@link McpException} that tells the client to try again.
 */
final class HttpSessions {
    static final String NEEDED =
            "A request of the handshake era needs the Mcp-Session-Id from the response to initialize";

    private static final int ID_BYTES = 24;
    private static final int IN_ALL = 9_000;

    private final SecureRandom random = new SecureRandom();
    private final SessionStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Latest<Boolean> opened;

    /** @param each the share of a holder */
    HttpSessions(SessionStore store, int each) {
        this.store = store;
        this.opened = new Latest<>(each, IN_ALL);
    }

    /** @param spared the ids of sessions that are not ended to make room */
    String open(LegacySession session, Holder holder, Predicate<String> spared) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        reach(() -> {
            store.put(id, session);
            return id;
        });
        String beyond = counted(id, holder, spared);
        if (beyond != null) {
            reach(() -> store.remove(beyond));
        }
        return id;
    }

    private @Nullable String counted(String id, Holder holder, Predicate<String> spared) {
        lock.lock();
        try {
            String beyond = opened.add(holder.name(), id, true, spared);
            if (beyond != null) {
                opened.remove(beyond);
            }
            return beyond;
        } finally {
            lock.unlock();
        }
    }

    private void use(String id) {
        lock.lock();
        try {
            opened.use(id);
        } finally {
            lock.unlock();
        }
    }

    private void forget(String id) {
        lock.lock();
        try {
            opened.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /** The live session of that id, if it belongs to this caller. */
    Optional<LegacySession> find(String id, Caller caller) {
        return find(id).filter(session -> session.subject().equals(caller.subject()));
    }

    Optional<LegacySession> find(String id) {
        use(id);
        return reach(() -> store.find(id));
    }

    Optional<LegacySession> update(String id, UnaryOperator<LegacySession> change) {
        return reach(() -> store.update(id, change));
    }

    void end(String id) {
        forget(id);
        reach(() -> store.remove(id));
    }

    /** Tells other instances, see {@link SessionStore#tell}. */
    void tell(String id, JsonObject message) {
        reach(() -> {
            store.tell(id, message);
            return id;
        });
    }

    SessionStore.Following follow(SessionStore.Receiver receiver) {
        return reach(() -> store.follow(receiver));
    }

    private static <T> T reach(Supplier<T> access) {
        try {
            return access.get();
        } catch (McpException e) {
            throw e;
        } catch (RuntimeException e) {
            Faults.log("The session store", e);
            throw McpException.of(RpcError.internal("The session store is unavailable; try again"));
        }
    }
}
