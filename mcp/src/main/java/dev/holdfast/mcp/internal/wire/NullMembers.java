package dev.holdfast.mcp.internal.wire;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Members of the protocol's own that are null, which hosts in strict modes send in the place of every optional one that
 * they do not use. They count as absent.
 */
final class NullMembers {
    /** The parameters, what they hold, and what that holds: no object of the protocol's own is nested deeper. */
    private static final int LEVELS = 3;

    private static final String LIFE = "ttlMs";

    private NullMembers() {}

    /** Whether a message has the member, and it is not null. */
    static boolean isPresent(JsonObject message, String member) {
        Json value = message.get(member);
        return value != null && !(value instanceof JsonNull);
    }

    /**
     * The parameters without members that are null. The arguments of a tool are its own, and stay as they are; and one
     * null of the protocol has a meaning: a subscription that is not to end.
     */
    static JsonObject leftOut(JsonObject params, String method) {
        JsonObject left = leftOut(params, LEVELS, method.equals("tools/call") ? "arguments" : null);
        boolean endless = method.equals("events/subscribe") && params.get(LIFE) instanceof JsonNull;
        return endless ? left.with(LIFE, JsonNull.NULL) : left;
    }

    private static JsonObject leftOut(JsonObject object, int levels, @Nullable String foreign) {
        JsonObject.Builder left = JsonObject.builder();
        boolean changed = false;
        for (Map.Entry<String, Json> member : object.entries()) {
            Json value = member.getValue();
            Json kept = member.getKey().equals(foreign) ? value : leftOut(value, levels - 1);
            changed |= value instanceof JsonNull || !kept.equals(value);
            left.putIfPresent(member.getKey(), value instanceof JsonNull ? null : kept);
        }
        return changed ? left.build() : object;
    }

    private static Json leftOut(Json value, int levels) {
        return levels > 0 && value instanceof JsonObject object ? leftOut(object, levels, null) : value;
    }
}
