package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One step of a tool.
 *
 * @param arguments as sent; checked to be an object, all else is for the tool to validate
 * @param context the caller, the protocol revision, and whether the client still waits
 * @param answers the client's answers to an earlier {@link Outcome.InputRequired}; empty on the first step
 * @param state the state of the previous step's outcome; null on the first step
 */
public record ToolCall(
        JsonObject arguments,
        RequestContext context,
        Answers answers,
        @Nullable Json state) {}
