package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.Peer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client over a real socket; with a server of its own, or beside other clients of one. */
public final class HttpPeer extends Peer {
    static final String MODERN = ProtocolVersion.V2026_07_28.text();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final @Nullable HttpTransport owned;
    private @Nullable String session;

    private HttpPeer(int port, @Nullable HttpTransport owned, ProtocolVersion version) {
        super(version);
        this.port = port;
        this.owned = owned;
    }

    /** A client past its handshake, with a server that lives as long as the client. */
    static HttpPeer open(McpServer server, ProtocolVersion version) throws Exception {
        return open(server, HttpConfig.builder(Caller.anonymous("guest")).build(), version);
    }

    static HttpPeer open(McpServer server, HttpConfig config, ProtocolVersion version) throws Exception {
        HttpTransport transport = HttpTransport.start(server, config);
        return new HttpPeer(transport.port(), transport, version).greeted();
    }

    /** A client past its handshake, of a server that the caller owns. */
    static HttpPeer join(HttpTransport transport, ProtocolVersion version) throws Exception {
        return join(transport.port(), version);
    }

    /** A client past its handshake, of a server that is perhaps another process's. */
    static HttpPeer join(int port, ProtocolVersion version) throws Exception {
        return new HttpPeer(port, null, version).greeted();
    }

    /** A client in a session that was opened by another. */
    static HttpPeer in(String session, HttpTransport transport, ProtocolVersion version) {
        HttpPeer peer = new HttpPeer(transport.port(), null, version);
        peer.session = session;
        return peer;
    }

    private HttpPeer greeted() throws Exception {
        if (!version.isModern()) {
            HttpResponse<String> response = post(initialize(version), Map.of());
            session = response.headers().firstValue("Mcp-Session-Id").orElseThrow();
            tell(INITIALIZED);
        }
        return this;
    }

    int port() {
        return port;
    }

    String session() {
        return Objects.requireNonNull(session);
    }

    @Override
    public Answer sendRaw(String text) throws Exception {
        return answer(post(text, headers(text)));
    }

    @Override
    public void tell(String notification) throws Exception {
        HttpResponse<String> response = post(notification, headers(notification));
        if (response.statusCode() != 202 || !response.body().isEmpty()) {
            throw new AssertionError("A notification was answered with " + response + " " + response.body());
        }
    }

    /** The headers that go with a message of this peer's revision. */
    Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (session != null) {
            headers.put("Mcp-Session-Id", session);
        }
        if (version.atLeast(ProtocolVersion.V2025_06_18)) {
            headers.put("MCP-Protocol-Version", version.text());
        }
        if (version.isModern() && parsed(text) instanceof JsonObject message) {
            putIfPresent(headers, "Mcp-Method", message.string("method"));
            JsonObject params = message.object("params");
            if (params != null) {
                putIfPresent(headers, "Mcp-Name", params.string("name"));
                putIfPresent(headers, "Mcp-Name", params.string("uri"));
                putIfPresent(headers, "Mcp-Name", params.string("taskId"));
            }
        }
        return headers;
    }

    /** POSTs text with just these headers beside content type and accept. */
    HttpResponse<String> post(String text, Map<String, String> headers) throws Exception {
        return post(text.getBytes(StandardCharsets.UTF_8), headers);
    }

    HttpResponse<String> post(byte[] bytes, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = request("/mcp").POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
        request.setHeader("Content-Type", "application/json");
        request.setHeader("Accept", "application/json, text/event-stream");
        headers.forEach(request::setHeader);
        return exchange(request);
    }

    HttpResponse<String> exchange(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    static Answer answer(HttpResponse<String> response) {
        String type = response.headers().firstValue("Content-Type").orElse("none");
        List<JsonObject> messages = new ArrayList<>();
        if (type.equals("text/event-stream")) {
            response.body()
                    .lines()
                    .filter(line -> line.startsWith("data: "))
                    .forEach(line -> messages.add(object(line.substring("data: ".length()))));
            Json last = messages.isEmpty() ? null : messages.removeLast(); // a cancelled call has no answer
            return new Answer(response.statusCode(), last, messages);
        }
        Json body = response.body().isEmpty() ? null : Json.parse(response.body());
        return new Answer(response.statusCode(), body, messages);
    }

    private static @Nullable Json parsed(String text) {
        try {
            return Json.parse(text);
        } catch (JsonParseException e) {
            return null;
        }
    }

    private static void putIfPresent(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    @Override
    public void close() {
        client.close();
        if (owned != null) {
            owned.close();
        }
    }
}
