package dev.holdfast.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The description of a prompt that clients see.
 *
 * @param title a name to display
 * @param description what it is for
 * @param arguments in the order in which a form shows them
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

    /** A definition without a title. */
    public static PromptDefinition of(String name, String description, PromptArgument... arguments) {
        return new PromptDefinition(name, null, description, List.of(arguments));
    }

    /** Whether there is an argument of that name. */
    public boolean hasArgument(String wanted) {
        return arguments.stream().anyMatch(argument -> argument.name().equals(wanted));
    }
}
