package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.ScopePolicy;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.Reply;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Refuses requests whose token lacks a needed scope, before they have any effect. */
final class ScopeGate {
    private static final int FORBIDDEN = 403;

    private final ScopePolicy policy;
    private final @Nullable Authenticator authenticator;

    ScopeGate(ScopePolicy policy, @Nullable Authenticator authenticator) {
        this.policy = policy;
        this.authenticator = authenticator;
    }

    /** Whether the caller may send that message; if not, the refusal has been sent. */
    boolean admits(Caller caller, Message message, ServerResponse response) {
        if (authenticator == null || !(message instanceof Request request)) {
            return true;
        }
        return admits(caller, policy.needed(request.method(), request.params()), request.id(), response);
    }

    /** A batch is admitted as a whole or not at all, since its response has one status. */
    boolean admits(Caller caller, JsonArray batch, ServerResponse response) {
        if (authenticator == null) {
            return true;
        }
        Set<String> needed = new HashSet<>();
        for (Json item : batch) {
            if (Message.of(item) instanceof Request request) {
                needed.addAll(policy.needed(request.method(), request.params()));
            }
        }
        return admits(caller, needed, null, response);
    }

    private boolean admits(Caller caller, Set<String> needed, @Nullable Json id, ServerResponse response) {
        if (authenticator == null || policy.suffices(caller, needed)) {
            return true;
        }
        policy.refuse(caller);
        response.header(HeaderNames.WWW_AUTHENTICATE, authenticator.insufficientScope(needed));
        RpcError error = Faults.invalidRequest(
                "The token lacks a scope that this request needs: " + String.join(" ", new TreeSet<>(needed)));
        Responses.send(response, Reply.error(id, error, FORBIDDEN));
        return false;
    }
}
