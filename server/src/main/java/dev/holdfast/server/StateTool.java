package dev.holdfast.server;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;

/** One tool of a profile: what it is called and takes, and how it answers. Thread-safe; one instance serves every call. */
interface StateTool {
    ToolSpec spec();

    /**
     * Acts and answers. Everything in the arguments is read before anything is changed.
     *
     * @throws dev.holdfast.engine.HoldfastException for failures that the caller can mend
     * @throws InterruptedException if the request was cancelled while waiting
     */
    JsonObject answer(StateCall call) throws InterruptedException;

    /**
     * One step of a call that a client makes. Most tools are done in one; this is for those that ask first.
     *
     * @param request what the client declared, and what it was asked in the steps before and answered
     */
    default Outcome step(StateCall call, ToolCall request) throws InterruptedException {
        return Outcome.complete(answer(call));
    }
}
