package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * One step of reading a resource.
 *
 * @param uri as sent
 * @param context who asks, in which revision, and whether they still wait
 * @param answers what the client answered to an earlier {@link Outcome.InputRequired}; empty on the first step
 * @param state what that outcome carried
 */
public record ResourceCall(
        String uri,
        RequestContext context,
        Answers answers,
        @Nullable Json state) {}
