package dev.holdfast.mcp;

/**
 * A prompt that users choose; like a {@link Tool}, a re-entrant step that is the same for every protocol revision and
 * transport. Implementations are thread-safe and may block; they are called on virtual threads.
 */
public interface Prompt {
    /** The definition that clients see. Read once, when the server is built. */
    PromptDefinition definition();

    /**
     * Takes one step of writing the prompt. An unexpected exception is logged and answered as an internal error.
     *
     * @throws McpException to refuse the request, such as an invalid argument; answered as the protocol error it
     *     carries
     * @throws InterruptedException if the request was cancelled or the server is closing
     */
    PromptOutcome get(PromptCall call) throws InterruptedException;
}
