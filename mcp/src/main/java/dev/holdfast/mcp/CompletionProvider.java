package dev.holdfast.mcp;

/** Proposes values while a person fills in an argument. Thread-safe, blocking, called on virtual threads. */
@FunctionalInterface
public interface CompletionProvider {
    /**
     * Values the argument may get, {@link Completion#NONE} if nothing is known of it. Whatever is proposed, the caller
     * must be allowed to know.
     */
    Completion complete(CompletionRequest request, RequestContext context) throws InterruptedException;
}
