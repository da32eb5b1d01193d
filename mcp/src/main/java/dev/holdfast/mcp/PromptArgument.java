package dev.holdfast.mcp;

import org.jspecify.annotations.Nullable;

/**
 * An argument of a prompt, filled in by the user; always text.
 *
 * @param title a name to display
 * @param required whether the prompt is refused without it
 */
public record PromptArgument(
        String name, @Nullable String title, @Nullable String description, boolean required) {
    /** A required argument. */
    public static PromptArgument required(String name, String description) {
        return new PromptArgument(name, null, description, true);
    }

    /** An argument that may be left out. */
    public static PromptArgument optional(String name, String description) {
        return new PromptArgument(name, null, description, false);
    }
}
