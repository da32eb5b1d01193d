package dev.holdfast.mcp;

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

    /** Whether there is an argument of that name. */
    public boolean hasArgument(String wanted) {
        return arguments.stream().anyMatch(argument -> argument.name().equals(wanted));
    }
}
