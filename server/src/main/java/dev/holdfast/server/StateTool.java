package dev.holdfast.server;

import dev.holdfast.json.JsonObject;

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
}
