package dev.holdfast.mcp.sdk;

import dev.holdfast.json.JsonObject;

/** What a tool does. Called by many threads at once. */
@FunctionalInterface
public interface SdkFunction {
    /**
     * Answers a call. The handle of {@link SdkCall#state()} is added to the answer if that was asked for.
     *
     * @throws dev.holdfast.engine.HoldfastException for a result that the model can act on: code, facts and hint
     * @throws InterruptedException if the call was cancelled
     */
    JsonObject call(SdkCall call) throws InterruptedException;
}
