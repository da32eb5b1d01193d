package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.CompletionProvider;
import dev.holdfast.mcp.EventPolicy;
import dev.holdfast.mcp.Implementation;
import dev.holdfast.mcp.InputPolicy;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ResourceProvider;
import dev.holdfast.mcp.TaskPolicy;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.internal.flight.Announcements;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that a server offers, in both eras. */
public record Offer(
        Implementation implementation,
        Map<String, Tool> tools,
        List<ToolDefinition> definitions,
        @Nullable ResourceProvider resources,
        Prompts prompts,
        @Nullable CompletionProvider completions,
        boolean logging,
        @Nullable String instructions,
        @Nullable Announcements announcements,
        int pageSize,
        InputPolicy input,
        @Nullable TaskPolicy tasks,
        @Nullable EventPolicy events) {
    /** The capabilities to declare: only features that the server has, and only those that the revision defines. */
    JsonObject capabilities(ProtocolVersion version) {
        JsonObject.Builder json = JsonObject.builder();
        if (!tools.isEmpty()) {
            json.put("tools", listChanged(ChangeKind.TOOLS_LIST));
        }
        if (resources != null) {
            JsonObject changing = listChanged(ChangeKind.RESOURCES_LIST);
            boolean subscribe = mayChange(ChangeKind.RESOURCE);
            json.put("resources", subscribe ? changing.with("subscribe", Json.of(true)) : changing);
        }
        if (!prompts.isEmpty()) {
            json.put("prompts", listChanged(ChangeKind.PROMPTS_LIST));
        }
        if (completions != null && version.atLeast(ProtocolVersion.V2025_03_26)) {
            json.put("completions", JsonObject.EMPTY);
        }
        if (logging) {
            json.put("logging", JsonObject.EMPTY);
        }
        return json.build();
    }

    private JsonObject listChanged(ChangeKind list) {
        return mayChange(list) ? JsonObject.of("listChanged", Json.of(true)) : JsonObject.EMPTY;
    }

    boolean mayChange(ChangeKind kind) {
        return announcements != null && announcements.has(kind);
    }

    Optional<Tool> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    List<JsonObject> toolsAsJson(ProtocolVersion version) {
        return definitions.stream().map(tool -> Shapes.of(tool, version)).toList();
    }

    List<JsonObject> templatesAsJson(ProtocolVersion version) {
        return resources == null
                ? List.of()
                : resources.templates().stream()
                        .map(template -> Shapes.of(template, version))
                        .toList();
    }

    List<JsonObject> promptsAsJson(ProtocolVersion version) {
        return prompts.definitions().map(prompt -> Shapes.of(prompt, version)).toList();
    }

    boolean hasTemplate(String uriTemplate, String variable) {
        return resources != null
                && resources.templates().stream()
                        .anyMatch(template ->
                                template.uriTemplate().equals(uriTemplate) && template.hasVariable(variable));
    }
}
