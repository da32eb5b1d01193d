package dev.holdfast.mcp;

import java.util.Map;

/**
 * An argument somebody is typing.
 *
 * @param subject what it is an argument of; offered by this server for certain
 * @param argument its name; the subject has it for certain
 * @param value what is typed so far
 * @param others arguments that are already filled in
 */
public record CompletionRequest(Subject subject, String argument, String value, Map<String, String> others) {
    /** Takes its own copy of the other arguments. */
    public CompletionRequest {
        others = Map.copyOf(others);
    }

    /** What has arguments to complete. */
    public sealed interface Subject {}

    /** The prompt of that name. */
    public record OfPrompt(String name) implements Subject {}

    /** The resource template with that pattern. */
    public record OfTemplate(String uriTemplate) implements Subject {}
}
