package dev.holdfast.mcp;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The resources that a server offers. Implementations are thread-safe and may block; they are called on virtual
 * threads.
 */
public interface ResourceProvider {
    /**
     * One page of the resources that the caller may read.
     *
     * @param cursor the {@link ResourcePage#nextCursor()} of an earlier page; null for the first page. Untrusted, as
     *     the client sends it
     * @throws McpException {@link McpException#invalidCursor()} if no page begins there
     * @throws InterruptedException if the request was cancelled or the server is closing
     */
    ResourcePage list(@Nullable String cursor, RequestContext context) throws InterruptedException;

    /** Templates of further resources; always the same list. */
    List<ResourceTemplate> templates();

    /**
     * Takes one step of reading a resource, re-entrant like a {@link Tool}; empty if there is no such resource or the
     * caller may not know of it.
     *
     * @throws InterruptedException if the request was cancelled or the server is closing
     */
    Optional<? extends ResourceOutcome> read(ResourceCall call) throws InterruptedException;
}
