package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * One step of reading a resource.
 *
 * @param uri as sent
 * @param context the caller, the protocol revision, and whether the client still waits
 * @param answers the client's answers to an earlier {@link Outcome.InputRequired}; empty on the first step
 * @param state the state of that outcome; null on the first step
 */
public record ResourceCall(
        String uri,
        RequestContext context,
        Answers answers,
        @Nullable Json state) {}
