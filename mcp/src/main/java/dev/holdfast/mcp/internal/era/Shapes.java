package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.CachePolicy;
import dev.holdfast.mcp.Completion;
import dev.holdfast.mcp.Icon;
import dev.holdfast.mcp.Implementation;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.PromptArgument;
import dev.holdfast.mcp.PromptDefinition;
import dev.holdfast.mcp.PromptMessage;
import dev.holdfast.mcp.PromptResult;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.Resource;
import dev.holdfast.mcp.ResourceContents;
import dev.holdfast.mcp.ResourceTemplate;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.internal.flight.Inquirer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes definitions and results for each revision; all differences between revisions in these shapes are here. */
public final class Shapes {
    private Shapes() {}

    private static boolean knowsTitles(ProtocolVersion version) {
        return version.atLeast(ProtocolVersion.V2025_06_18);
    }

    private static <T> JsonArray array(List<T> items, Function<T, ? extends Json> shape) {
        return JsonArray.copyOf(items.stream().map(shape).toList());
    }

    // --- The server

    /** All members that the revision defines, for {@code initialize} and {@code server/discover}. */
    public static JsonObject of(Implementation server, ProtocolVersion version) {
        JsonObject.Builder json =
                JsonObject.builder().put("name", server.name()).put("version", server.version());
        if (knowsTitles(version)) {
            json.putIfPresent("title", server.title());
        }
        if (version.atLeast(ProtocolVersion.V2025_11_25)) {
            List<Icon> icons = server.icons();
            json.putIfPresent("description", server.description()).putIfPresent("websiteUrl", server.websiteUrl());
            json.putIfPresent("icons", icons.isEmpty() ? null : array(icons, Shapes::of));
        }
        return json.build();
    }

    /** The short form that every result of the stateless era carries. */
    static JsonObject inBrief(Implementation server) {
        return JsonObject.of("name", Json.of(server.name()), "version", Json.of(server.version()));
    }

    private static JsonObject of(Icon icon) {
        JsonObject.Builder json = JsonObject.builder().put("src", icon.src()).putIfPresent("mimeType", icon.mimeType());
        return json.putIfPresent("sizes", icon.sizes().isEmpty() ? null : array(icon.sizes(), Json::of))
                .build();
    }

    // --- Tools

    public static JsonObject of(ToolDefinition tool, ProtocolVersion version) {
        JsonObject.Builder json = JsonObject.builder().put("name", tool.name());
        if (knowsTitles(version)) {
            json.putIfPresent("title", tool.title());
        }
        json.put("description", tool.description()).put("inputSchema", tool.inputSchema());
        if (showsOutputSchema(tool.outputSchema(), version)) {
            json.putIfPresent("outputSchema", tool.outputSchema());
        }
        JsonObject hints = of(tool.annotations());
        boolean showsHints = !hints.isEmpty() && version.atLeast(ProtocolVersion.V2025_03_26);
        return (showsHints ? json.put("annotations", hints) : json).build();
    }

    /** Revisions of the handshake era allow only object roots; the oldest has no output schema. */
    private static boolean showsOutputSchema(@Nullable JsonObject schema, ProtocolVersion version) {
        return version.isModern()
                || (version.atLeast(ProtocolVersion.V2025_06_18)
                        && schema != null
                        && "object".equals(schema.string("type")));
    }

    /** Only the values that differ from the protocol's defaults; the same in every revision that has them. */
    public static JsonObject of(ToolAnnotations hints) {
        JsonObject.Builder json = JsonObject.builder();
        if (hints.readOnly()) {
            json.put("readOnlyHint", true);
        } else {
            addChanges(hints, json);
        }
        if (!hints.openWorld()) {
            json.put("openWorldHint", false);
        }
        return json.build();
    }

    private static void addChanges(ToolAnnotations hints, JsonObject.Builder json) {
        if (!hints.destructive()) {
            json.put("destructiveHint", false);
        }
        if (hints.idempotent()) {
            json.put("idempotentHint", true);
        }
    }

    static JsonObject.Builder of(ToolResult result, ProtocolVersion version) {
        JsonObject.Builder json =
                JsonObject.builder().put("content", array(result.content(), block -> ContentBlock.of(block, version)));
        if (showsStructured(result.structured(), version)) {
            json.putIfPresent("structuredContent", result.structured());
        }
        return result.isError() ? json.put("isError", true) : json;
    }

    /** Revisions of the handshake era allow only objects; the oldest has no structured content. */
    private static boolean showsStructured(@Nullable Json structured, ProtocolVersion version) {
        return version.isModern() || (version.atLeast(ProtocolVersion.V2025_06_18) && structured instanceof JsonObject);
    }

    // --- Resources

    static JsonObject of(Resource resource, ProtocolVersion version) {
        JsonObject.Builder json =
                JsonObject.builder().put("uri", resource.uri()).put("name", resource.name());
        if (knowsTitles(version)) {
            json.putIfPresent("title", resource.title());
            json.putIfPresent("annotations", annotations(resource));
        }
        return json.putIfPresent("description", resource.description())
                .putIfPresent("mimeType", resource.mimeType())
                .putIfPresent("size", resource.size() == null ? null : Json.of(resource.size()))
                .build();
    }

    private static @Nullable JsonObject annotations(Resource resource) {
        return resource.lastModified() == null
                ? null
                : JsonObject.of("lastModified", Json.of(resource.lastModified().toString()));
    }

    static JsonObject of(ResourceTemplate template, ProtocolVersion version) {
        JsonObject.Builder json =
                JsonObject.builder().put("uriTemplate", template.uriTemplate()).put("name", template.name());
        if (knowsTitles(version)) {
            json.putIfPresent("title", template.title());
        }
        return json.putIfPresent("description", template.description())
                .putIfPresent("mimeType", template.mimeType())
                .build();
    }

    static JsonArray of(ResourceContents contents) {
        return array(contents.items(), ContentBlock::item);
    }

    // --- Prompts

    static JsonObject of(PromptDefinition prompt, ProtocolVersion version) {
        JsonObject.Builder json = JsonObject.builder().put("name", prompt.name());
        if (knowsTitles(version)) {
            json.putIfPresent("title", prompt.title());
        }
        json.putIfPresent("description", prompt.description());
        List<PromptArgument> arguments = prompt.arguments();
        return json.putIfPresent(
                        "arguments", arguments.isEmpty() ? null : array(arguments, argument -> of(argument, version)))
                .build();
    }

    private static JsonObject of(PromptArgument argument, ProtocolVersion version) {
        JsonObject.Builder json = JsonObject.builder().put("name", argument.name());
        if (knowsTitles(version)) {
            json.putIfPresent("title", argument.title());
        }
        return json.putIfPresent("description", argument.description())
                .putIfPresent("required", argument.required() ? Json.of(true) : null)
                .build();
    }

    static JsonObject.Builder of(PromptResult written, ProtocolVersion version) {
        return JsonObject.builder()
                .putIfPresent("description", written.description())
                .put("messages", array(written.messages(), message -> of(message, version)));
    }

    private static JsonObject of(PromptMessage message, ProtocolVersion version) {
        return JsonObject.builder()
                .put("role", message.role().text())
                .put("content", ContentBlock.of(message.content(), version))
                .build();
    }

    // --- Other results

    static JsonObject of(Completion completion) {
        Integer total = completion.total();
        return JsonObject.builder()
                .put("values", array(completion.values(), Json::of))
                .putIfPresent("total", total == null ? null : Json.of(total))
                .put("hasMore", completion.hasMore())
                .build();
    }

    /** The requests for input, by key. */
    static JsonObject of(Outcome.InputRequired asked) {
        JsonObject.Builder json = JsonObject.builder();
        asked.requests().forEach((key, request) -> json.put(key, Inquirer.shape(request)));
        return json.build();
    }

    /** Adds how long a result may be cached; only in the stateless era. */
    static void add(CachePolicy caching, JsonObject.Builder json) {
        json.put("ttlMs", caching.ttlMs()).put("cacheScope", caching.shared() ? "public" : "private");
    }
}
