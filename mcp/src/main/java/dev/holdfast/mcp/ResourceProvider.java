package dev.holdfast.mcp;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The resources a server offers. Thread-safe, blocking, called on virtual threads. */
public interface ResourceProvider {
    /**
     * One page of what the caller may read.
     *
     * @param cursor where an earlier page said to go on; null for the first page. Written by the client
     * @throws McpException {@link McpException#invalidCursor()} if no page begins there
     */
    ResourcePage list(@Nullable String cursor, RequestContext context) throws InterruptedException;

    /** Patterns of further resources, always the same. */
    List<ResourceTemplate> templates();

    /**
     * Takes one step of reading a resource, re-entrant like a {@link Tool}; empty if there is none or the caller may
     * not know of it.
     */
    Optional<? extends ResourceOutcome> read(ResourceCall call) throws InterruptedException;
}
