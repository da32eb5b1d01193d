package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A request as an observer is shown it. Names are those the server has: what a client made up is not repeated, so that
 * names may become labels of metrics.
 *
 * @param method the method; {@link #OTHER} if the server has none of that name
 * @param tool the tool that is called; null if none is, or there is none of that name
 * @param prompt the prompt that is asked for, likewise
 * @param resourceUri the resource that is read, subscribed to or unsubscribed from, as the client wrote it
 * @param id the id as JSON text, without the quotation marks of a string
 * @param revision the revision of the protocol it is answered in
 * @param transport what it came by
 * @param meta its {@code _meta}, with {@code traceparent}, {@code tracestate} and {@code baggage} if the client is
 *     traced
 */
public record ServedRequest(
        String method,
        @Nullable String tool,
        @Nullable String prompt,
        @Nullable String resourceUri,
        String id,
        ProtocolVersion revision,
        Transport transport,
        JsonObject meta) {

    /** The method of requests whose method the server does not have. */
    public static final String OTHER = "_OTHER";

    /** What requests come by. */
    public enum Transport {
        STDIO,
        HTTP
    }
}
