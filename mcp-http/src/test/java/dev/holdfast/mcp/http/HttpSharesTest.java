package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One principal at its limit is told so, and another one does not notice. */
final class HttpSharesTest {
    private static final int SHARE = 3;
    private static final String CALL = json("{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'%s'}}");
    private static final Authenticator NAMES = token -> Optional.of(Caller.authenticated(token));

    private final FixtureServer fixture = new FixtureServer();
    private final ServerChanges changes = ServerChanges.of(ChangeKind.values());
    private final List<AutoCloseable> open = new ArrayList<>();
    private HttpTransport transport;
    private HttpPeer peer;

    @BeforeEach
    void open() throws Exception {
        ServerLimits limits = ServerLimits.DEFAULT
                .withMaxConcurrentCalls(SHARE)
                .withMaxStreams(SHARE)
                .withMaxAddresses(2 * SHARE)
                .withMaxSessions(SHARE);
        McpServer server = fixture.everything(changes).limits(limits).build();
        transport = HttpTransport.start(
                server,
                HttpConfig.builder(Caller.anonymous("guest"))
                        .authenticator(NAMES)
                        .build());
        peer = HttpPeer.join(transport, ProtocolVersion.V2026_07_28);
    }

    @AfterEach
    void close() throws Exception {
        fixture.gate.countDown();
        for (AutoCloseable each : open) {
            each.close();
        }
        peer.close();
        transport.close();
    }

    @Test
    void calls_ofOnePrincipalLeaveRoomForAnother() throws Exception {
        for (int i = 0; i < SHARE; i++) {
            call("mallory", "wait");
            assertThat(fixture.nextEvent()).isEqualTo("started");
        }
        HttpResponse<String> refused = post("mallory", CALL.formatted("who"));
        assertLimit(refused, "running calls");
        assertThat(refused.body()).contains(json("'id':7"));
        assertThat(post("alice", CALL.formatted("who")).body()).contains("alice in");
        assertThat(post("mallory", json("{'jsonrpc':'2.0','id':1,'method':'tools/list'}"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void streams_ofOnePrincipalLeaveRoomForAnother() throws Exception {
        String wish = json("{'toolsListChanged':true}");
        for (int i = 0; i < SHARE; i++) {
            assertThat(listen("mallory", wish).head()).contains("200 OK");
        }
        assertLimit(post("mallory", listening(wish)), "open streams");
        EventStream told = listen("alice", wish);
        assertThat(told.next().string("method")).endsWith("acknowledged");
        open.removeFirst().close();
        assertThat(eventually("mallory", wish)).contains("200 OK");
    }

    @Test
    void addresses_ofOnePrincipalLeaveRoomForAnother() throws Exception {
        assertThat(listen("mallory", addresses(SHARE)).head()).contains("200 OK");
        assertThat(listen("mallory", addresses(SHARE)).head()).contains("200 OK");
        assertLimit(post("mallory", listening(addresses(1))), "addresses listened to");
        assertThat(listen("alice", addresses(2 * SHARE)).head()).contains("200 OK");
    }

    @Test
    void subscriptions_ofOnePrincipalCountAcrossItsSessions() throws Exception {
        for (int session = 0; session < 2; session++) {
            String id = initialize("mallory");
            for (int i = 0; i < SHARE; i++) {
                assertThat(subscribe("mallory", id, i)).contains(json("'result':{}"));
            }
            if (session == 1) {
                assertThat(subscribe("mallory", id, SHARE)).contains(json("'limit':'addresses listened to'"));
            }
        }
        assertThat(subscribe("alice", initialize("alice"), 0)).contains(json("'result':{}"));
    }

    @Test
    void sessions_ofOnePrincipalEndOnlyItsOwn() throws Exception {
        String alices = initialize("alice");
        EventStream stream = keep(EventStream.get(peer, bearer("alice", alices)));
        List<String> mallorys = new ArrayList<>();
        for (int i = 0; i < 20 * SHARE; i++) {
            mallorys.add(initialize("mallory"));
        }
        assertThat(ping("mallory", mallorys.getFirst())).isEqualTo(404);
        assertThat(ping("mallory", mallorys.getLast())).isEqualTo(200);
        assertThat(ping("alice", alices)).isEqualTo(200);
        changes.toolsListChanged();
        assertThat(stream.next().string("method")).isEqualTo("notifications/tools/list_changed");
    }

    private static void assertLimit(HttpResponse<String> response, String what) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.body()).contains(json("'code':'limit'"), json("'limit':'" + what + "'"), "at most");
    }

    private String eventually(String who, String wish) throws Exception {
        EventStream stream = listen(who, wish);
        while (!stream.head().contains("200 OK")) {
            stream = listen(who, wish);
        }
        return stream.head();
    }

    private static String addresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> json("'test://") + n + json("'"))
                .collect(Collectors.joining(",", json("{'resourceSubscriptions':["), "]}"));
    }

    private static String listening(String wish) {
        return json("{'jsonrpc':'2.0','id':1,'method':'subscriptions/listen','params':{'notifications':%s}}")
                .formatted(wish);
    }

    private EventStream listen(String who, String wish) throws IOException {
        return stream(who, listening(wish));
    }

    private void call(String who, String tool) throws IOException {
        String body = peer.shape(CALL.formatted(tool));
        Socket socket = keep(RawHttp.connect(peer.port()));
        StringBuilder head = new StringBuilder("POST /mcp HTTP/1.1\r\nHost: localhost:" + peer.port()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n");
        headers(who, body)
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        RawHttp.send(socket, head + "\r\n" + body);
    }

    private EventStream stream(String who, String message) throws IOException {
        String body = peer.shape(message);
        return keep(EventStream.post(peer, body, headers(who, body)));
    }

    private HttpResponse<String> post(String who, String message) throws Exception {
        String body = peer.shape(message);
        return peer.post(body, headers(who, body));
    }

    private Map<String, String> headers(String who, String body) {
        Map<String, String> headers = new HashMap<>(peer.headers(body));
        headers.put("Authorization", "Bearer " + who);
        return headers;
    }

    // --- Sessions

    private static Map<String, String> bearer(String who, String session) {
        return Map.of("Authorization", "Bearer " + who, "Mcp-Session-Id", session);
    }

    private String initialize(String who) throws Exception {
        return peer.post(Peer.initialize(ProtocolVersion.V2025_11_25), Map.of("Authorization", "Bearer " + who))
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    private int ping(String who, String session) throws Exception {
        return peer.post(json("{'jsonrpc':'2.0','id':1,'method':'ping'}"), bearer(who, session))
                .statusCode();
    }

    private String subscribe(String who, String session, int n) throws Exception {
        String message = json("{'jsonrpc':'2.0','id':1,'method':'resources/subscribe','params':{'uri':'test://%d'}}")
                .formatted(n);
        return peer.post(message, bearer(who, session)).body();
    }

    private <T extends AutoCloseable> T keep(T opened) {
        open.add(opened);
        return opened;
    }
}
