package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One step asked of a tool.
 *
 * @param arguments as sent; an object for certain, anything else is the tool's to check
 * @param context who asks, in which revision, and whether they still wait
 * @param answers what the client answered to an earlier {@link Outcome.InputRequired}; empty on the first step
 * @param state what the outcome of the step before carried; null on the first step
 */
public record ToolCall(
        JsonObject arguments,
        RequestContext context,
        Answers answers,
        @Nullable Json state) {}
