package dev.holdfast.server;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolDefinition;

/**
 * The definition of a tool for clients.
 *
 * @param input JSON Schema of the arguments; also what {@link Arguments} checks a call against, so that the two agree
 * @param output JSON Schema of the answer; published only on request, since it costs every conversation tokens
 */
record ToolSpec(String name, String description, JsonObject input, JsonObject output, ToolAnnotations annotations) {

    static ToolSpec of(String name, String description, String input, String output, ToolAnnotations annotations) {
        return new ToolSpec(name, description, object(input), object(output), annotations);
    }

    /** For tools that only read. */
    static ToolAnnotations reading() {
        return new ToolAnnotations(true, false, true, false);
    }

    /**
     * For tools that change states, and nothing outside the store.
     *
     * @param destructive whether existing data may be replaced or removed
     * @param idempotent whether the same call again changes nothing more, even without {@code op}
     */
    static ToolAnnotations changing(boolean destructive, boolean idempotent) {
        return new ToolAnnotations(false, destructive, idempotent, false);
    }

    ToolDefinition definition(boolean withOutput) {
        return new ToolDefinition(name, null, description, input, withOutput ? output : null, annotations);
    }

    private static JsonObject object(String schema) {
        return (JsonObject) Json.parse(schema);
    }
}
