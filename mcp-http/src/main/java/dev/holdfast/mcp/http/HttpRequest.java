package dev.holdfast.mcp.http;

import dev.holdfast.mcp.internal.era.RoutingHeaders;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the protocol reads of an HTTP request. */
final class HttpRequest {
    private static final HeaderName PROTOCOL_VERSION = HeaderNames.create("MCP-Protocol-Version");
    private static final HeaderName METHOD = HeaderNames.create("Mcp-Method");
    private static final HeaderName NAME = HeaderNames.create("Mcp-Name");
    private static final HeaderName SESSION_ID = HeaderNames.create("Mcp-Session-Id");
    private static final String JSON = "application/json";
    private static final String BEARER = "bearer ";

    /** Every version string that means the handshake era, spoken here or not. */
    private static final Set<String> LEGACY_VERSIONS = Set.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

    private final ServerRequest request;
    private final ServerRequestHeaders headers;

    HttpRequest(ServerRequest request) {
        this.request = request;
        this.headers = request.headers();
    }

    String method() {
        return request.prologue().method().text();
    }

    @Nullable
    String host() {
        return header(HeaderNames.HOST);
    }

    @Nullable
    String origin() {
        return header(HeaderNames.ORIGIN);
    }

    @Nullable
    String protocolVersion() {
        return header(PROTOCOL_VERSION);
    }

    @Nullable
    String sessionId() {
        return header(SESSION_ID);
    }

    RoutingHeaders routing() {
        return new RoutingHeaders(
                protocolVersion(), header(METHOD), header(NAME), name -> header(HeaderNames.create(name)));
    }

    /** Whether the version header is there and means no handshake era. */
    boolean namesModernVersion() {
        String version = protocolVersion();
        return version != null && !LEGACY_VERSIONS.contains(version);
    }

    /** The token of an {@code Authorization: Bearer} header. */
    @Nullable
    String bearerToken() {
        String authorization = header(HeaderNames.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    boolean isJson() {
        String type = header(HeaderNames.CONTENT_TYPE);
        return type != null && (type.equals(JSON) || mediaType(type).equals(JSON));
    }

    /** Whether an event stream may be answered; a client that does not say accepts everything. */
    boolean acceptsEventStream() {
        String accept = header(HeaderNames.ACCEPT);
        return accept == null
                || accept.contains("text/event-stream")
                || accept.contains("*/*")
                || accept.contains("text/*");
    }

    /**
     * The body, or null if it is longer than {@code maxBytes}; then no more than that was held. The stream is left
     * open, as closing it would wait for the rest of a body that is refused.
     *
     * @throws MessageBudget.ExhaustedException if there is no room for it now; the rest was dropped
     */
    byte @Nullable [] body(int maxBytes, MessageBudget.Share share) throws IOException {
        InputStream in = request.content().inputStream();
        try {
            byte[] body = share.counted(in).readNBytes(mostExpected(maxBytes) + 1);
            return body.length > maxBytes ? null : body;
        } catch (MessageBudget.ExhaustedException e) {
            share.close();
            in.skip(maxBytes); // a connection closed over what is still being sent is reset, and the refusal lost
            throw e;
        }
    }

    /** Reading makes room for what it is told to expect, which most messages fill but little of. */
    private int mostExpected(int maxBytes) {
        boolean chunked = headers.contains(HeaderNames.TRANSFER_ENCODING);
        return chunked
                ? maxBytes
                : (int) Math.min(maxBytes, headers.contentLength().orElse(maxBytes));
    }

    /** Several values of one header are one value with commas, as HTTP has it, and so equal to nothing in a body. */
    private @Nullable String header(HeaderName name) {
        if (!headers.contains(name)) {
            return null;
        }
        Header header = headers.get(name);
        List<String> values = header.allValues();
        return (values.size() == 1 ? header.get() : String.join(", ", values)).strip();
    }

    private static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT);
    }
}
