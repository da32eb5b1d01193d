package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A request as observers see it. Method, tool and prompt are only names that the server has, never invented by a
 * client, so that they can be labels of metrics.
 *
 * @param method the method; {@link #OTHER} if the server has no such method
 * @param tool the tool that is called; null if no tool is called or the server has no such tool
 * @param prompt the prompt that is requested; null if none is or the server has no such prompt
 * @param resourceUri the resource that is read, subscribed to or unsubscribed from, as sent by the client; null for
 *     other methods
 * @param id the id as JSON text, without the quotation marks of a string
 * @param revision the protocol revision of the answer
 * @param transport the transport it came over
 * @param meta its {@code _meta}, with {@code traceparent}, {@code tracestate} and {@code baggage} if the client sent a
 *     trace context
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

    /** Replaces the name of a method that the server does not have. */
    public static final String OTHER = "_OTHER";

    /** A transport of requests. */
    public enum Transport {
        STDIO,
        HTTP
    }
}
