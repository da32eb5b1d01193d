package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import dev.holdfast.mcp.fixture.StdioPeer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one caller was given is of no use to another: states of requests, sessions and the ids of running calls. */
final class OtherCallerTest {
    private static final ProtocolVersion MODERN = ProtocolVersion.V2026_07_28;
    private static final ProtocolVersion LEGACY = ProtocolVersion.V2025_11_25;
    private static final String CALL = json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':%s}");
    private static final String HANG = CALL.formatted(json("{'name':'hang'}"));
    private static final String CANCEL =
            json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':1}}");

    private final FixtureServer fixture = new FixtureServer();
    private final McpServer server = fixture.builder()
            .tool(FixtureServer.tool("confirm", OtherCallerTest::confirm))
            .changes(ServerChanges.of(ChangeKind.values()))
            .build();
    private HttpTransport transport;
    private HttpPeer peer;

    private static Outcome confirm(ToolCall call) {
        return call.state() == null
                ? new Outcome.InputRequired(Map.of(), Json.of("half"))
                : Outcome.complete(ToolResult.text("whole"));
    }

    @BeforeEach
    void open() throws Exception {
        transport = HttpTransport.start(
                server,
                HttpConfig.builder(Caller.anonymous("nobody"))
                        .authenticator(token -> Optional.of(Caller.authenticated(token)))
                        .build());
        peer = HttpPeer.join(transport, MODERN);
    }

    @AfterEach
    void close() {
        peer.close();
        transport.close();
    }

    // --- States of requests

    @Test
    void state_overHttpIsOfNoUseToAnotherCaller() throws Exception {
        String state = state(post("ada", peer.shape(confirmation("")), Map.of()));
        String again = peer.shape(confirmation(state));
        assertThat(post("eve", again, Map.of()).error().string("message")).isEqualTo("Invalid or expired requestState");
        assertThat(post("ada", again, Map.of()).result().toString()).contains("whole");
    }

    @Test
    void state_overStdioIsOfNoUseToAnotherCaller() throws Exception {
        try (StdioPeer ada = StdioPeer.as(Caller.authenticated("ada"), server, MODERN);
                StdioPeer eve = StdioPeer.as(Caller.authenticated("eve"), server, MODERN)) {
            String again = confirmation(state(ada.send(confirmation(""))));
            assertThat(eve.send(again).error().string("message")).isEqualTo("Invalid or expired requestState");
            assertThat(ada.send(again).result().toString()).contains("whole");
        }
    }

    private static String confirmation(String state) {
        String carried = state.isEmpty() ? "" : json(",'requestState':'") + state + "\"";
        return CALL.formatted(json("{'name':'confirm'") + carried + "}");
    }

    private static String state(Answer answer) {
        return Objects.requireNonNull(answer.result().string("requestState"));
    }

    // --- Sessions

    @Test
    void session_canNeitherBeHeardNorEndedByAnotherCaller() throws Exception {
        String session = session("ada");
        assertThat(bare("eve", session, peer.request("/mcp").GET())).isEqualTo(404);
        assertThat(bare("eve", session, peer.request("/mcp").DELETE())).isEqualTo(404);
        String ping = json("{'jsonrpc':'2.0','id':1,'method':'ping'}");
        assertThat(post("eve", ping, inSession(session)).status()).isEqualTo(404);
        assertThat(post("ada", ping, inSession(session)).status()).isEqualTo(200);
        assertThat(bare("ada", session, peer.request("/mcp").DELETE())).isEqualTo(204);
    }

    @Test
    void call_cannotBeCancelledByAnotherCaller() throws Exception {
        String session = session("ada");
        String others = session("eve");
        FutureTask<Answer> hanging = new FutureTask<>(() -> post("ada", HANG, inSession(session)));
        Thread.ofVirtual().start(hanging);
        assertThat(fixture.nextEvent()).isEqualTo("started");
        assertThat(post("eve", CANCEL, inSession(session)).status()).isEqualTo(404);
        assertThat(post("eve", CANCEL, inSession(others)).status()).isEqualTo(202);
        assertThat(post("eve", peer.shape(CANCEL), Map.of()).status()).isEqualTo(202);
        assertThat(fixture.events).isEmpty();
        assertThat(hanging.isDone()).isFalse();
        assertThat(post("ada", CANCEL, inSession(session)).status()).isEqualTo(202);
        assertThat(hanging.get(20, TimeUnit.SECONDS).body()).isNull();
    }

    private String session(String token) throws Exception {
        return raw(token, Peer.initialize(LEGACY), Map.of())
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    private static Map<String, String> inSession(String id) {
        return Map.of("Mcp-Session-Id", id);
    }

    // --- Requests

    private Answer post(String token, String text, Map<String, String> more) throws Exception {
        return HttpPeer.answer(raw(token, text, more));
    }

    private HttpResponse<String> raw(String token, String text, Map<String, String> more) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>(more);
        if (more.isEmpty() && text.contains(MODERN.text())) {
            headers.putAll(peer.headers(text));
        }
        headers.put("Authorization", "Bearer " + token);
        return peer.post(text, headers);
    }

    private int bare(String token, String session, HttpRequest.Builder request) throws Exception {
        return peer.exchange(request.header("Authorization", "Bearer " + token)
                        .header("Mcp-Session-Id", session)
                        .header("Accept", "text/event-stream"))
                .statusCode();
    }
}
