package dev.holdfast.mcp;

/**
 * A prompt people choose, as a re-entrant step like a {@link Tool}: the same for every protocol revision and transport.
 * Thread-safe, blocking, called on virtual threads.
 */
public interface Prompt {
    /** What clients are told of the prompt. Read once, when the server is built. */
    PromptDefinition definition();

    /**
     * Writes the prompt. An unexpected exception is logged and answered as an internal error; a {@link McpException} is
     * answered as the protocol error it carries, which is how an argument of no use is refused.
     *
     * @throws InterruptedException if the request was cancelled or the server is closing
     */
    PromptOutcome get(PromptCall call) throws InterruptedException;
}
