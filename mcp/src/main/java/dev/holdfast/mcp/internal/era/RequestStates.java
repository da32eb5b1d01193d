package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonLimits;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.InputPolicy;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.UsedStates;
import dev.holdfast.mcp.internal.wire.Message.Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code requestState} that a client of the stateless era carries from one round of a request to the next. It is
 * valid for the same caller, method, name and arguments, for a limited time and, if so configured, for one use.
 * Thread-safe.
 */
final class RequestStates {
    private static final int ID_BYTES = 16;
    private static final JsonLimits OWN = new JsonLimits(Integer.MAX_VALUE, Json.MAX_DEPTH);

    private final SecureRandom random = new SecureRandom();
    private final InputPolicy policy;

    RequestStates(InputPolicy policy) {
        this.policy = policy;
    }

    /** Seals the state that a step gets back when the client repeats {@code request}. */
    String seal(Json state, Request request, Caller caller) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        JsonObject content = JsonObject.builder()
                .put("id", Base64.getUrlEncoder().withoutPadding().encodeToString(id))
                .put(
                        "expiry",
                        policy.clock().instant().plus(policy.stateLifetime()).toEpochMilli())
                .put("state", state)
                .build();
        return policy.keys().seal(content.toBytes(), context(request, caller));
    }

    /**
     * The state a request carries; null if it carries none. A state for one use is marked as used.
     *
     * @throws McpException "invalid params", with the same message for every reason
     */
    @Nullable Json open(Request request, Caller caller) {
        if (!request.params().has("requestState")) {
            return null;
        }
        return Optional.ofNullable(request.params().string("requestState"))
                .flatMap(text -> policy.keys().open(text, context(request, caller)))
                .map(content -> (JsonObject) Json.parse(content, OWN))
                .filter(content -> isUsable(content, caller))
                .map(content -> Objects.requireNonNull(content.get("state")))
                .orElseThrow(() -> McpException.invalidParams("Invalid or expired requestState"));
    }

    private boolean isUsable(JsonObject content, Caller caller) {
        Instant expiry = Instant.ofEpochMilli(
                Objects.requireNonNull(content.number("expiry")).exactLong().orElseThrow());
        UsedStates used = policy.usedStates();
        return policy.clock().instant().isBefore(expiry)
                && (used == null || used.use(Objects.requireNonNull(content.string("id")), expiry, caller));
    }

    /** A digest of the caller and of the members that a repeated request keeps unchanged, in canonical form. */
    private static byte[] context(Request request, Caller caller) {
        JsonObject params = request.params();
        JsonObject context = JsonObject.builder()
                .put("subject", caller.subject())
                .put("authenticated", caller.authenticated())
                .put("method", request.method())
                .putIfPresent("name", params.get("name"))
                .putIfPresent("uri", params.get("uri"))
                .put("arguments", Objects.requireNonNullElse(params.get("arguments"), JsonObject.EMPTY))
                .build();
        try {
            return MessageDigest.getInstance("SHA-256").digest(context.toCanonical());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
