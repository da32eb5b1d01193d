package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The description of a tool that clients see.
 *
 * @param name 1 to 64 characters of {@code [A-Za-z0-9_.-]}
 * @param title a name to display
 * @param description what it does and when to use it, for the model
 * @param inputSchema JSON Schema (2020-12) of the arguments, root {@code "type": "object"}; sent unchanged
 * @param outputSchema JSON Schema of the structured result, which must conform to it; null for none
 * @param annotations hints, which must match the behaviour
 */
public record ToolDefinition(
        String name,
        @Nullable String title,
        String description,
        JsonObject inputSchema,
        @Nullable JsonObject outputSchema,
        ToolAnnotations annotations) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /**
     * @throws IllegalArgumentException if the name is malformed or the root of the input schema is not
     *     {@code "type": "object"}
     */
    public ToolDefinition {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A tool name is 1 to 64 characters of [A-Za-z0-9_.-], but this is " + name);
        }
        if (!"object".equals(inputSchema.string("type"))) {
            throw new IllegalArgumentException(
                    "The input schema of " + name + " needs \"type\": \"object\" at its root");
        }
    }

    /** A definition without title and output schema. */
    public static ToolDefinition of(
            String name, String description, JsonObject inputSchema, ToolAnnotations annotations) {
        return new ToolDefinition(name, null, description, inputSchema, null, annotations);
    }
}
