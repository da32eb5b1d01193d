package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in, and how much they may send. */
final class HttpGuardTest {
    private static final ProtocolVersion MODERN = ProtocolVersion.V2026_07_28;
    private static final String LIST = json("{'jsonrpc':'2.0','id':1,'method':'tools/list'}");

    private final FixtureServer fixture = new FixtureServer();
    private HttpPeer peer;

    @BeforeEach
    void open() throws Exception {
        peer = HttpPeer.open(fixture.build(), config().build(), MODERN);
    }

    @AfterEach
    void close() {
        peer.close();
    }

    private static HttpConfig.Builder config() {
        return HttpConfig.builder(Caller.anonymous("guest"))
                .allowHost("proxy.example")
                .allowOrigin("https://app.example")
                .page("/health", () -> HttpPage.Body.text(200, "text/plain", "fine"));
    }

    // --- Host and Origin

    @Test
    void host_mustNameThisServer() throws Exception {
        for (String host : List.of("localhost:", "127.0.0.1:", "[::1]:", "LOCALHOST:")) {
            assertThat(rawPost(host + peer.port(), "")).as(host).startsWith("HTTP/1.1 200 ");
        }
        assertThat(rawPost("proxy.example", "")).startsWith("HTTP/1.1 200 ");
        assertThat(rawPost("proxy.example:8443", "")).startsWith("HTTP/1.1 200 ");
        for (String host : List.of("evil.example.com", "localhost", "localhost:1", "proxy.example.evil", "127.0.0.1")) {
            String response = rawPost(host, "");
            assertThat(response).as(host).startsWith("HTTP/1.1 403 ").contains(json("'code':-32600"));
        }
    }

    @Test
    void origin_mustBeAllowedIfThereIsOne() throws Exception {
        String host = "127.0.0.1:" + peer.port();
        for (String origin : List.of("http://localhost:" + peer.port(), "http://" + host, "https://app.example")) {
            assertThat(rawPost(host, "Origin: " + origin + "\r\n")).as(origin).startsWith("HTTP/1.1 200 ");
        }
        for (String origin :
                List.of("http://evil.example.com", "null", "https://localhost:" + peer.port(), "http://localhost")) {
            assertThat(rawPost(host, "Origin: " + origin + "\r\n")).as(origin).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void page_isServedToWhomNamesThisServer() throws Exception {
        HttpResponse<String> page = peer.exchange(peer.request("/health").GET());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("fine");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(RawHttp.exchange(
                        peer.port(), RawHttp.head("GET /health HTTP/1.1", "Host: evil.example", "Connection: close")))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void path_thatIsNoneIsNotFound() throws Exception {
        assertThat(peer.exchange(peer.request("/other").GET()).statusCode()).isEqualTo(404);
    }

    // --- Tokens

    @Test
    void token_isNeededIfOneIsConfigured() throws Exception {
        HttpConfig guarded = config().authenticator(Authenticator.token("s3cret", Caller.authenticated("alice")))
                .build();
        try (HttpPeer other = HttpPeer.open(fixture.build(), guarded, MODERN)) {
            String call = other.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'who'}}"));
            for (String authorization : List.of("Bearer s3cret", "bearer  s3cret")) {
                Answer answer = HttpPeer.answer(other.post(call, authorized(other, call, authorization)));
                assertThat(answer.result().toString()).contains("alice");
            }
            for (String authorization : List.of("Bearer wrong", "Bearer", "Bearer ", "Basic s3cret", "s3cret")) {
                HttpResponse<String> response = other.post(call, authorized(other, call, authorization));
                assertThat(response.statusCode()).as(authorization).isEqualTo(401);
                assertThat(response.headers().firstValue("WWW-Authenticate"))
                        .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
                assertThat(response.body()).doesNotContain("s3cret").contains("-32600");
            }
            assertThat(other.post(call, other.headers(call)).statusCode()).isEqualTo(401);
            assertThat(other.exchange(other.request("/mcp").GET()).statusCode()).isEqualTo(401);
            assertThat(other.exchange(other.request("/mcp?access_token=s3cret").GET())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(other.exchange(other.request("/health").GET()).statusCode())
                    .isEqualTo(200);
        }
    }

    private static Map<String, String> authorized(HttpPeer peer, String body, String authorization) {
        Map<String, String> headers = new LinkedHashMap<>(peer.headers(body));
        headers.put("Authorization", authorization);
        return headers;
    }

    // --- Sizes

    @Test
    void body_thatIsTooLongIsRefusedAndTheServerLivesOn() throws Exception {
        byte[] body = "x".repeat(10 << 20).getBytes(StandardCharsets.US_ASCII);
        HttpResponse<String> response = peer.post(body, peer.headers(""));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(HttpPeer.answer(response).code()).isEqualTo(-32600);
        assertThat(peer.ask("tools/list", "{}").status()).isEqualTo(200);
    }

    @Test
    void body_thatIsAnnouncedTooLongIsNotWaitedFor() throws Exception {
        String head = RawHttp.head(
                "POST /mcp HTTP/1.1",
                "Host: localhost:" + peer.port(),
                "Content-Type: application/json",
                "Content-Length: 99999999999",
                "Expect: 100-continue");
        assertThat(RawHttp.exchange(peer.port(), head))
                .startsWith("HTTP/1.1 413 ")
                .contains(json("'code':-32600"));
    }

    @Test
    void body_inChunksIsReadAndLimitedToo() throws Exception {
        String list = peer.shape(LIST);
        assertThat(chunked(list.getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(200);
        int limit = ServerLimits.DEFAULT.maxMessageBytes();
        assertThat(RawHttp.exchange(peer.port(), chunkOf(limit + 1))).startsWith("HTTP/1.1 413 ");
        assertThat(RawHttp.exchange(peer.port(), chunkOf(Integer.MAX_VALUE))).startsWith("HTTP/1.1 413 ");
        assertThat(peer.ask("tools/list", "{}").status()).isEqualTo(200);
    }

    @Test
    void body_limitIsConfigurable() throws Exception {
        try (HttpPeer small =
                HttpPeer.open(fixture.build(), config().maxBodyBytes(500).build(), MODERN)) {
            assertThat(small.call("who", "{}").status()).isEqualTo(200);
            Answer answer = small.call("who", json("{'padding':'") + "x".repeat(500) + json("'}"));
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.error().string("message")).contains("500");
        }
    }

    @Test
    void bodies_thatNeverEndLeaveRoomForShortOnes() throws Exception {
        int limit = 100_000;
        String padding = json("{'padding':'") + "x".repeat(90_000) + json("'}");
        List<Socket> unfinished = new ArrayList<>();
        try (HttpPeer small =
                HttpPeer.open(fixture.build(), config().maxBodyBytes(limit).build(), MODERN)) {
            for (int i = 0; i < 80; i++) {
                Socket socket = RawHttp.connect(small.port());
                unfinished.add(socket);
                RawHttp.send(socket, bodyOf(small.port(), limit) + "x".repeat(95_000));
            }
            await().until(() -> small.call("who", padding).status() == 503);
            assertThat(small.call("who", "{}").status()).isEqualTo(200);
            for (Socket socket : unfinished) {
                socket.close();
            }
            await().until(() -> small.call("who", padding).status() == 200);
        }
    }

    private static String bodyOf(int port, int length) {
        return RawHttp.head(
                "POST /mcp HTTP/1.1",
                "Host: localhost:" + port,
                "Content-Type: application/json",
                "Content-Length: " + length);
    }

    private HttpResponse<String> chunked(byte[] body) throws Exception {
        HttpRequest.Builder request = peer.request("/mcp")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        peer.headers(new String(body, StandardCharsets.UTF_8)).forEach(request::header);
        return peer.exchange(request);
    }

    /** A request whose one chunk announces its size and is never sent. */
    private String chunkOf(int size) {
        return RawHttp.head(
                        "POST /mcp HTTP/1.1",
                        "Host: localhost:" + peer.port(),
                        "Content-Type: application/json",
                        "Transfer-Encoding: chunked")
                + Integer.toHexString(size) + "\r\n";
    }

    private String rawPost(String host, String moreHeaders) throws Exception {
        String body = peer.shape(LIST);
        return RawHttp.exchange(
                peer.port(),
                "POST /mcp HTTP/1.1\r\nHost: " + host + "\r\n" + moreHeaders
                        + "Content-Type: application/json\r\nMCP-Protocol-Version: 2026-07-28\r\n"
                        + "Mcp-Method: tools/list\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body);
    }
}
