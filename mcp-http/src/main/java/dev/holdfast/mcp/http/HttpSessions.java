package dev.holdfast.mcp.http;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.SessionStore;
import dev.holdfast.mcp.internal.wire.Faults;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Sessions of the handshake era under unguessable ids; each can be used only by the caller that opened it. A failure of
 * the store becomes a {@link McpException} that tells the client to try again.
 */
final class HttpSessions {
    static final String NEEDED =
            "A request of the handshake era needs the Mcp-Session-Id from the response to initialize";

    private static final int ID_BYTES = 24;

    private final SecureRandom random = new SecureRandom();
    private final SessionStore store;

    HttpSessions(SessionStore store) {
        this.store = store;
    }

    String open(LegacySession session) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        reach(() -> {
            store.put(id, session);
            return id;
        });
        return id;
    }

    /** The live session of that id, if it belongs to this caller. */
    Optional<LegacySession> find(String id, Caller caller) {
        return find(id).filter(session -> session.subject().equals(caller.subject()));
    }

    Optional<LegacySession> find(String id) {
        return reach(() -> store.find(id));
    }

    Optional<LegacySession> update(String id, UnaryOperator<LegacySession> change) {
        return reach(() -> store.update(id, change));
    }

    void end(String id) {
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
