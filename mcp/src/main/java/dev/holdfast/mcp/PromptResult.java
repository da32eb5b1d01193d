package dev.holdfast.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a prompt for given arguments.
 *
 * @param description what it is for, given these arguments
 */
public record PromptResult(@Nullable String description, List<PromptMessage> messages) implements PromptOutcome {
    /** Takes its own copy of the messages. */
    public PromptResult {
        messages = List.copyOf(messages);
    }

    /** Messages without a description. */
    public static PromptResult of(PromptMessage... messages) {
        return new PromptResult(null, List.of(messages));
    }
}
