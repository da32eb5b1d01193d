package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What both eras have to offer. */
record Offer(
        Implementation implementation,
        Map<String, Tool> tools,
        List<ToolDefinition> definitions,
        @Nullable ResourceProvider resources,
        Prompts prompts,
        @Nullable CompletionProvider completions,
        boolean logging,
        @Nullable String instructions,
        int pageSize,
        InputPolicy input) {
    /** Capabilities promise nothing that is not there; lists never change while a server runs. */
    JsonObject capabilities() {
        JsonObject.Builder json = JsonObject.builder();
        if (!tools.isEmpty()) {
            json.put("tools", JsonObject.EMPTY);
        }
        if (resources != null) {
            json.put("resources", JsonObject.EMPTY);
        }
        if (!prompts.isEmpty()) {
            json.put("prompts", JsonObject.EMPTY);
        }
        if (completions != null) {
            json.put("completions", JsonObject.EMPTY);
        }
        if (logging) {
            json.put("logging", JsonObject.EMPTY);
        }
        return json.build();
    }

    Optional<Tool> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    List<JsonObject> toolsAsJson(ProtocolVersion version) {
        return definitions.stream().map(tool -> tool.toJson(version)).toList();
    }

    List<JsonObject> templatesAsJson(ProtocolVersion version) {
        return resources == null
                ? List.of()
                : resources.templates().stream()
                        .map(template -> template.toJson(version))
                        .toList();
    }

    boolean hasTemplate(String uriTemplate, String variable) {
        return resources != null
                && resources.templates().stream()
                        .anyMatch(template ->
                                template.uriTemplate().equals(uriTemplate) && template.hasVariable(variable));
    }
}
