package dev.holdfast.server;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolDefinition;
import java.util.Objects;

/**
 * The definition of a tool for clients.
 *
 * @param input JSON Schema of the arguments: what {@link Arguments} checks a call against. What is published is made of
 *     it, so that the two agree
 * @param output JSON Schema of the answer; published only on request, since it costs every conversation tokens
 */
record ToolSpec(String name, String description, JsonObject input, JsonObject output, ToolAnnotations annotations) {
    private static final Json IGNORED = Json.parse("""
        {"type":"array","items":{"type":"string"}}\
        """);

    static ToolSpec of(String name, String description, String input, String output, ToolAnnotations annotations) {
        return new ToolSpec(name, description, object(input), withIgnored(object(output)), annotations);
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
        return new ToolDefinition(
                name,
                null,
                description,
                TravellingSchema.ofInput(input),
                withOutput ? TravellingSchema.ofOutput(output) : null,
                annotations);
    }

    /** The same tool without an argument. */
    ToolSpec without(String argument) {
        JsonObject arguments = Objects.requireNonNull(input.object("properties"));
        return new ToolSpec(
                name, description, input.with("properties", arguments.without(argument)), output, annotations);
    }

    /** Every answer lists the arguments that were left out of account. */
    private static JsonObject withIgnored(JsonObject output) {
        JsonObject members = Objects.requireNonNull(output.object("properties"));
        return output.with("properties", members.with("ignored", IGNORED));
    }

    private static JsonObject object(String schema) {
        return (JsonObject) Json.parse(schema);
    }
}
