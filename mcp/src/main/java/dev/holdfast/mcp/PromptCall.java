package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a prompt.
 *
 * @param arguments as sent; the required ones are present, and there may be unknown ones
 * @param context the caller, the protocol revision, and whether the client still waits
 * @param answers the client's answers to an earlier {@link Outcome.InputRequired}; empty on the first step
 * @param state the state of that outcome; null on the first step
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
