package dev.holdfast.mcp;

import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What clients are told of a prompt.
 *
 * @param title a name for people
 * @param description what it is for
 * @param arguments in the order a form would show them
 */
public record PromptDefinition(
        String name, @Nullable String title, @Nullable String description, List<PromptArgument> arguments) {
    /** @throws IllegalArgumentException if two arguments have the same name */
    public PromptDefinition {
        arguments = List.copyOf(arguments);
        if (arguments.stream().map(PromptArgument::name).distinct().count() < arguments.size()) {
            throw new IllegalArgumentException("Two arguments of the prompt " + name + " have the same name");
        }
    }

    /** A prompt without title. */
    public static PromptDefinition of(String name, String description, PromptArgument... arguments) {
        return new PromptDefinition(name, null, description, List.of(arguments));
    }

    boolean hasArgument(String wanted) {
        return arguments.stream().anyMatch(argument -> argument.name().equals(wanted));
    }

    JsonObject toJson(ProtocolVersion version) {
        JsonObject.Builder json = JsonObject.builder().put("name", name);
        if (version.atLeast(ProtocolVersion.V2025_06_18)) {
            json.putIfPresent("title", title);
        }
        json.putIfPresent("description", description);
        if (!arguments.isEmpty()) {
            json.put(
                    "arguments",
                    JsonArray.copyOf(arguments.stream()
                            .map(argument -> argument.toJson(version))
                            .toList()));
        }
        return json.build();
    }
}
