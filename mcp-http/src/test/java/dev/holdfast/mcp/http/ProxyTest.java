package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.FixtureServer;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What stands in front of a server: proxies that speak HTTP/1.0, health checks, and browsers with pages of elsewhere.
 */
final class ProxyTest {
    private static final String APP = "https://app.example";

    private final FixtureServer fixture = new FixtureServer();
    private HttpPeer peer;

    @BeforeEach
    void open() throws Exception {
        HttpConfig config = HttpConfig.builder(Caller.anonymous("guest"))
                .allowHost("proxy.example")
                .allowOrigin(APP)
                .authenticator(Authenticator.token("s3cret", Caller.authenticated("alice")))
                .heartbeat(Duration.ofMillis(20))
                .page("/health", () -> HttpPage.Body.text(200, "text/plain", "fine"))
                .build();
        peer = HttpPeer.open(fixture.build(), config, ProtocolVersion.V2026_07_28);
    }

    @AfterEach
    void close() {
        fixture.gate.countDown();
        peer.close();
    }

    // --- HTTP/1.0

    @Test
    void olderRequest_isAnsweredAndTheConnectionEnds() throws Exception {
        String response = olderCall("who");
        assertThat(response).startsWith("HTTP/1.1 200 ").contains("Connection: close\r\n", "alice in 2026-07-28");
    }

    @Test
    void olderRequest_isStreamedToWithoutChunks() throws Exception {
        fixture.gate.countDown();
        String response = olderCall("count");
        String body = response.substring(response.indexOf("\r\n\r\n") + 4);
        assertThat(response).contains("text/event-stream").doesNotContain("chunked", "Content-Length");
        assertThat(body).contains("event: message\ndata: {").endsWith("}\n\n").contains(json("'told'"));
        assertThat(body.lines())
                .allMatch(line ->
                        line.isEmpty() || line.equals(":") || line.startsWith("event: ") || line.startsWith("data: {"));
    }

    private String olderCall(String tool) throws Exception {
        String call = peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'%s',"
                        + "'_meta':{'progressToken':'p'}}}")
                .formatted(tool));
        String head = RawHttp.head(
                "POST /mcp HTTP/1.0",
                "Host: proxy.example",
                "Connection: close",
                "Authorization: Bearer s3cret",
                "Content-Type: application/json",
                "Accept: application/json, text/event-stream",
                "MCP-Protocol-Version: 2026-07-28",
                "Mcp-Method: tools/call",
                "Mcp-Name: " + tool,
                "Content-Length: " + call.getBytes(StandardCharsets.UTF_8).length);
        return RawHttp.exchange(peer.port(), head + call);
    }

    @Test
    void host_mayBeMissingInOlderRequestsOfNoBrowser() throws Exception {
        assertThat(get("/health", "HTTP/1.0")).startsWith("HTTP/1.1 200 ").endsWith("fine");
        assertThat(get("/health", "HTTP/1.0", "Origin: " + APP)).startsWith("HTTP/1.1 403 ");
        assertThat(get("/health", "HTTP/1.0", "Host: evil.example")).startsWith("HTTP/1.1 403 ");
        assertThat(get("/health", "HTTP/1.1", "Connection: close")).startsWith("HTTP/1.1 403 ");
    }

    private String get(String path, String version, String... headers) throws Exception {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return RawHttp.exchange(peer.port(), "GET " + path + " " + version + "\r\n" + lines + "\r\n");
    }

    // --- Health checks

    @Test
    void page_isToldToHeadWithoutItsBodyAndTheConnectionGoesOn() throws Exception {
        String host = "Host: localhost:" + peer.port();
        String both = RawHttp.exchange(
                peer.port(),
                RawHttp.head("HEAD /health HTTP/1.1", host)
                        + RawHttp.head("HEAD /none HTTP/1.1", host)
                        + RawHttp.head("GET /health HTTP/1.1", host, "Connection: close"));
        List<String> parts = List.of(both.split("\r\n\r\n", -1));
        assertThat(parts).hasSize(4);
        assertThat(parts.get(0)).startsWith("HTTP/1.1 200 ").contains("Content-Length: 4");
        assertThat(parts.get(1)).startsWith("HTTP/1.1 404 ");
        assertThat(parts.get(2)).startsWith("HTTP/1.1 200 ").contains("Content-Length: 4");
        assertThat(parts.get(3)).isEqualTo("fine");
    }

    @Test
    void page_isOnlyRead() throws Exception {
        HttpResponse<String> response = peer.exchange(peer.request("/health").DELETE());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    // --- Browsers

    @Test
    void preflight_allowsWhatAClientSends() throws Exception {
        HttpResponse<String> response = preflight(APP, "content-type,mcp-param-region,x-other,mcp-param-a b");
        assertThat(response.statusCode()).isEqualTo(204);
        Map<String, List<String>> headers = response.headers().map();
        assertThat(headers.get("access-control-allow-origin")).containsExactly(APP);
        assertThat(headers.get("access-control-allow-methods")).containsExactly("GET, POST, DELETE, OPTIONS");
        assertThat(header(response, "Access-Control-Allow-Headers").split(", ", -1))
                .contains(
                        "authorization",
                        "content-type",
                        "accept",
                        "mcp-session-id",
                        "mcp-protocol-version",
                        "mcp-method",
                        "mcp-name",
                        "last-event-id",
                        "mcp-param-region")
                .doesNotContain("x-other", "*")
                .allMatch(name -> name.matches("[a-z-]+"));
        assertThat(headers.get("access-control-max-age")).containsExactly("7200");
        assertThat(header(response, "Vary")).contains("Origin");
        assertThat(headers).doesNotContainKey("access-control-allow-credentials");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    @Test
    void preflight_ofOtherPagesIsRefused() throws Exception {
        for (String origin :
                List.of("https://evil.example", "http://app.example", "https://app.example.evil", "null")) {
            HttpResponse<String> response = preflight(origin, "content-type");
            assertThat(response.statusCode()).as(origin).isEqualTo(403);
            assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
        }
    }

    private HttpResponse<String> preflight(String origin, String headers) throws Exception {
        return peer.exchange(peer.request("/mcp")
                .method("OPTIONS", BodyPublishers.noBody())
                .setHeader("Origin", origin)
                .setHeader("Access-Control-Request-Method", "POST")
                .setHeader("Access-Control-Request-Headers", headers));
    }

    @Test
    void response_isSharedWithThePageThatAsked() throws Exception {
        String list = peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/list'}"));
        Map<String, String> headers = new LinkedHashMap<>(peer.headers(list));
        headers.put("Origin", APP);
        HttpResponse<String> refused = peer.post(list, headers);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertShared(refused);
        headers.put("Authorization", "Bearer s3cret");
        HttpResponse<String> answered = peer.post(list, headers);
        assertThat(answered.statusCode()).isEqualTo(200);
        assertShared(answered);
        assertShared(peer.exchange(peer.request("/health").GET().setHeader("Origin", APP)));
        assertThat(peer.exchange(peer.request("/health").GET()).headers().map())
                .doesNotContainKey("access-control-allow-origin")
                .containsKey("vary");
    }

    private static void assertShared(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains(APP);
        assertThat(response.headers().firstValue("Access-Control-Expose-Headers"))
                .hasValueSatisfying(names -> assertThat(names).contains("Mcp-Session-Id", "WWW-Authenticate"));
        assertThat(response.headers().firstValue("Vary")).contains("Origin");
    }

    // --- Names

    @Test
    void host_mayBeTheOneThatTheServerWasToldToListenOn() throws Exception {
        HttpConfig config =
                HttpConfig.builder(Caller.anonymous("guest")).host("127.0.0.2").build();
        try (HttpTransport transport = HttpTransport.start(fixture.build(), config)) {
            for (String name : List.of("127.0.0.2", "localhost")) {
                assertThat(statusOf(transport.port(), name + ":" + transport.port()))
                        .isEqualTo("405");
            }
            for (String name : List.of("127.0.0.2:1", "127.0.0.3:" + transport.port(), "127.0.0.2")) {
                assertThat(statusOf(transport.port(), name)).isEqualTo("403");
            }
        }
    }

    private static String statusOf(int port, String host) throws Exception {
        try (Socket socket = new Socket("127.0.0.2", port)) {
            RawHttp.send(socket, RawHttp.head("GET /mcp HTTP/1.1", "Host: " + host, "Connection: close"));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).substring(9, 12);
        }
    }
}
