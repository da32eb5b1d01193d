package dev.holdfast.mcp.http;

import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.internal.era.RoutingHeaders;
import dev.holdfast.mcp.internal.flight.Weight;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parts of an HTTP request that the protocol uses. */
final class HttpRequest {
    private static final HeaderName PROTOCOL_VERSION = HeaderNames.create("MCP-Protocol-Version");
    private static final HeaderName METHOD = HeaderNames.create("Mcp-Method");
    private static final HeaderName NAME = HeaderNames.create("Mcp-Name");
    private static final HeaderName SESSION_ID = HeaderNames.create("Mcp-Session-Id");
    private static final HeaderName PRIVATE_NETWORK = HeaderNames.create("Access-Control-Request-Private-Network");
    private static final String JSON = "application/json";
    private static final String BEARER = "bearer ";

    private final ServerRequest request;
    private final ServerRequestHeaders headers;

    HttpRequest(ServerRequest request) {
        this.request = request;
        this.headers = request.headers();
    }

    /** The connection that a request came over. */
    static HttpConnection connection(ServerRequest request) {
        if (request.remotePeer() instanceof Peer peer && peer.connection() != null) {
            return peer.connection();
        }
        throw new IllegalStateException("A request comes over a connection of this module");
    }

    /** The connection that this request came over. */
    HttpConnection connection() {
        return connection(request);
    }

    String method() {
        return request.prologue().method().text();
    }

    @Nullable String host() {
        return header(HeaderNames.HOST);
    }

    @Nullable String origin() {
        return header(HeaderNames.ORIGIN);
    }

    /** The method that a browser asks leave for; null if this is no preflight. */
    @Nullable String preflightMethod() {
        return header(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** The headers that a browser asks leave for, with commas between them. */
    @Nullable String preflightHeaders() {
        return header(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
    }

    /** Whether a browser asks leave to send a public page's request to an address of its own network. */
    boolean asksForPrivateNetwork() {
        return "true".equals(header(PRIVATE_NETWORK));
    }

    @Nullable String protocolVersion() {
        return header(PROTOCOL_VERSION);
    }

    @Nullable String sessionId() {
        return header(SESSION_ID);
    }

    RoutingHeaders routing() {
        return new RoutingHeaders(
                protocolVersion(), header(METHOD), header(NAME), name -> header(HeaderNames.create(name)));
    }

    /** Whether the version header is present and does not name a version of the handshake era. */
    boolean namesModernVersion() {
        String version = protocolVersion();
        return version != null
                && ProtocolVersion.parse(version)
                        .filter(known -> !known.isModern())
                        .isEmpty();
    }

    /** The token of an {@code Authorization: Bearer} header. */
    @Nullable String bearerToken() {
        String authorization = header(HeaderNames.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    boolean isJson() {
        String type = header(HeaderNames.CONTENT_TYPE);
        return type != null && (type.equals(JSON) || mediaType(type).equals(JSON));
    }

    /** Whether the response may be an event stream; a client without an {@code Accept} header accepts everything. */
    boolean acceptsEventStream() {
        String accept = header(HeaderNames.ACCEPT);
        return accept == null
                || accept.contains("text/event-stream")
                || accept.contains("*/*")
                || accept.contains("text/*");
    }

    /**
     * The body, or null if it is longer than {@code maxBytes}, of which no more is buffered. The stream stays open,
     * because closing it would wait for the rest of a refused body.
     *
     * @param weight gets its memory; what it refuses is not read
     */
    byte @Nullable [] body(int maxBytes, Weight weight) throws IOException {
        HttpConnection connection = connection();
        connection.reader().onGrowth(weight::add);
        InputStream in = new Weighed(request.content().inputStream(), weight);
        byte[] body = in.readNBytes(mostExpected(maxBytes) + 1);
        if (body.length > maxBytes) {
            return null;
        }
        connection.bodyEnds();
        return body;
    }

    /** Adds each byte read to a weight. */
    private static final class Weighed extends FilterInputStream {
        private final Weight weight;

        private Weighed(InputStream in, Weight weight) {
            super(in);
            this.weight = weight;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            weight.add(Math.max(0, count));
            return count;
        }
    }

    /**
     * {@code readNBytes} allocates for the length it is told to expect, and most messages are far shorter than the
     * limit.
     */
    private int mostExpected(int maxBytes) {
        boolean chunked = headers.contains(HeaderNames.TRANSFER_ENCODING);
        return chunked
                ? maxBytes
                : (int) Math.min(maxBytes, headers.contentLength().orElse(maxBytes));
    }

    /** Joins several values of one header with commas, as HTTP defines it, so that they equal nothing in a body. */
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
