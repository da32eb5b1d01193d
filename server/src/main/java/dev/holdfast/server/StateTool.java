package dev.holdfast.server;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;

/** One tool of a profile: its name, arguments and answers. Thread-safe; one instance serves every call. */
interface StateTool {
    ToolSpec spec();

    /**
     * Whether a call with these arguments changes something.
     *
     * @param sent the arguments as they were sent, not yet checked
     */
    default boolean changes(JsonObject sent) {
        return !spec().annotations().readOnly();
    }

    /**
     * Carries out a call. All arguments are read before anything is changed.
     *
     * @throws dev.holdfast.engine.HoldfastException for failures that the caller can correct
     * @throws InterruptedException if the request was cancelled while waiting
     */
    JsonObject answer(StateCall call) throws InterruptedException;

    /** Whether a step in the background may be taken again by another instance, see {@link dev.holdfast.mcp.Tool}. */
    default boolean repeatsSteps() {
        return false;
    }

    /**
     * One step of a client's call. Most tools need only one; others ask a question first.
     *
     * @param request what the client declared, and the questions and answers of the steps before
     */
    default Outcome step(StateCall call, ToolCall request) throws InterruptedException {
        return Outcome.complete(answer(call));
    }
}
