package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.json.JsonObject;

/**
 * The run that a state is to be created as.
 *
 * @param definition its workflow
 * @param start how it begins
 * @param asked what the caller asked for, by which retries are compared
 */
public record RunStart(JsonObject definition, RunRequest.Start start, JsonObject asked) {}
