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
 * Sessions of the handshake era under ids nobody can guess, each of use to the caller who opened it alone. A store that
 * fails is a {@link McpException} here: whoever asked is told that it can try again.
 */
final class HttpSessions {
    static final String NEEDED =
            "A request of the handshake era needs the Mcp-Session-Id that initialize was answered with";

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

    /** The live session of that id, if it is this caller's. */
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
            throw McpException.of(RpcError.internal("Sessions cannot be had at the moment; try again"));
        }
    }
}
