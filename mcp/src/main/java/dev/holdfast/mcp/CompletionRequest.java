package dev.holdfast.mcp;

import java.util.Map;

/**
 * An argument that a user is filling in.
 *
 * @param subject what the argument belongs to; checked to be offered by this server
 * @param argument its name; checked to be an argument of the subject
 * @param value the text typed so far
 * @param others arguments already filled in, by name
 */
public record CompletionRequest(Subject subject, String argument, String value, Map<String, String> others) {
    /** Takes its own copy of the other arguments. */
    public CompletionRequest {
        others = Map.copyOf(others);
    }

    /** A prompt or a resource template. */
    public sealed interface Subject {}

    /** The prompt of that name. */
    public record OfPrompt(String name) implements Subject {}

    /** The resource template with that pattern. */
    public record OfTemplate(String uriTemplate) implements Subject {}
}
