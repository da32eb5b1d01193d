package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step asked of a prompt.
 *
 * @param arguments as sent; the required ones are there for certain, and there may be some the prompt does not know
 * @param context who asks, in which revision, and whether they still wait
 * @param answers what the client answered to an earlier {@link Outcome.InputRequired}; empty on the first step
 * @param state what that outcome carried
 */
public record PromptCall(
        Map<String, String> arguments,
        RequestContext context,
        Answers answers,
        @Nullable Json state) {
    /** Takes its own copy of the arguments. */
    public PromptCall {
        arguments = Map.copyOf(arguments);
    }
}
