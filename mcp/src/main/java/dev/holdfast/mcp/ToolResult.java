package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a finished tool.
 *
 * @param content the blocks that the model reads
 * @param structured the same as one JSON value, conforming to the output schema if there is one; null for none
 * @param isError whether the tool failed in a way the model can correct
 */
public record ToolResult(List<Content> content, @Nullable Json structured, boolean isError) {
    /** Takes its own copy of the content. */
    public ToolResult {
        content = List.copyOf(content);
    }

    /** One compact JSON text block and the same object as structured content. */
    public static ToolResult of(JsonObject structured) {
        return new ToolResult(List.of(Content.json(structured)), structured, false);
    }

    /** The same result with one more block. */
    public ToolResult with(Content more) {
        List<Content> all = new ArrayList<>(content);
        all.add(more);
        return new ToolResult(all, structured, isError);
    }

    /** One text block. */
    public static ToolResult text(String text) {
        return new ToolResult(List.of(Content.text(text)), null, false);
    }

    /** A failure the model can correct: its facts as one compact JSON text block, to which no output schema applies. */
    public static ToolResult error(JsonObject facts) {
        return new ToolResult(List.of(Content.json(facts)), null, true);
    }

    /** A failure the model can correct, as text. */
    public static ToolResult error(String text) {
        return new ToolResult(List.of(Content.text(text)), null, true);
    }
}
