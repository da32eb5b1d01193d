package dev.holdfast.mcp;

/**
 * Proposes values while a user fills in an argument. Implementations are thread-safe and may block; they are called on
 * virtual threads.
 */
@FunctionalInterface
public interface CompletionProvider {
    /**
     * Values for the argument; {@link Completion#NONE} if there is nothing to propose. Must propose only what the
     * caller may know.
     *
     * @throws InterruptedException if the request was cancelled or the server is closing
     */
    Completion complete(CompletionRequest request, RequestContext context) throws InterruptedException;
}
