package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a session of the handshake era over HTTP. */
final class HttpSessionTest {
    private static final String PING = json("{'jsonrpc':'2.0','id':1,'method':'ping'}");
    private static final String HANG =
            json("{'jsonrpc':'2.0','id':'hang','method':'tools/call','params':{'name':'hang'}}");
    private static final String CANCEL =
            json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':'hang'}}");
    private static final ProtocolVersion VERSION = ProtocolVersion.V2025_11_25;

    private final FixtureServer fixture = new FixtureServer();
    private HttpTransport transport;
    private HttpPeer peer;

    @BeforeEach
    void open() throws Exception {
        transport = HttpTransport.start(
                fixture.build(), HttpConfig.builder(Caller.anonymous("nobody")).build());
        peer = HttpPeer.join(transport, VERSION);
    }

    @AfterEach
    void close() {
        peer.close();
        transport.close();
    }

    @Test
    void id_isLongAndVisibleAscii() throws Exception {
        assertThat(peer.session()).matches("[\\x21-\\x7E]{22,}");
        try (HttpPeer other = HttpPeer.join(transport, VERSION)) {
            assertThat(other.session()).isNotEqualTo(peer.session());
        }
    }

    @Test
    void initialize_mayCarryHeadersOfTheOtherEra() throws Exception {
        HttpResponse<String> response = peer.post(
                Peer.initialize(VERSION), Map.of("MCP-Protocol-Version", "2025-11-25", "Mcp-Method", "initialize"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Mcp-Session-Id")).isPresent();
    }

    @Test
    void request_withoutASessionIsRefused() throws Exception {
        for (Map<String, String> headers :
                List.of(Map.<String, String>of(), Map.of("MCP-Protocol-Version", "2025-06-18"))) {
            HttpResponse<String> response = peer.post(PING, headers);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(HttpPeer.answer(response).message().get("id")).isEqualTo(Json.of(1));
        }
        assertThat(peer.post(CANCEL, Map.of()).statusCode()).isEqualTo(400);
        assertThat(peer.post("[" + PING + "]", Map.of()).statusCode()).isEqualTo(400);
    }

    @Test
    void request_ofAnUnknownSessionIsNotFound() throws Exception {
        HttpResponse<String> response = peer.post(PING, Map.of("Mcp-Session-Id", "made-up"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(HttpPeer.answer(response).message().get("id")).isEqualTo(Json.of(1));
    }

    @Test
    void session_isGoneAfterDelete() throws Exception {
        assertThat(delete(peer.session()).statusCode()).isEqualTo(204);
        assertThat(peer.sendRaw(PING).status()).isEqualTo(404);
        assertThat(peer.post("[" + PING + "]", peer.headers("")).statusCode()).isEqualTo(404);
        assertThat(delete(peer.session()).statusCode()).isEqualTo(404);
        assertThat(get(peer.session()).statusCode()).isEqualTo(404);
    }

    @Test
    void getAndDelete_withoutASessionAreNotAllowed() throws Exception {
        assertThat(get(null).statusCode()).isEqualTo(405);
        assertThat(delete(null).statusCode()).isEqualTo(405);
    }

    @Test
    void get_withASessionHasNothingToStream() throws Exception {
        HttpResponse<String> response = get(peer.session());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST, DELETE");
    }

    @Test
    void version_thatIsNotOfTheEraIsRefused() throws Exception {
        for (String version : List.of("1900-01-01", "2024-10-07", HttpPeer.MODERN, "")) {
            Map<String, String> headers = new LinkedHashMap<>(peer.headers(PING));
            headers.put("MCP-Protocol-Version", version);
            assertThat(peer.post(PING, headers).statusCode()).as(version).isEqualTo(400);
        }
        Map<String, String> without = new LinkedHashMap<>(peer.headers(PING));
        without.remove("MCP-Protocol-Version");
        assertThat(peer.post(PING, without).statusCode()).isEqualTo(200);
    }

    @Test
    void call_thatIsCancelledEndsWithoutAnAnswer() throws Exception {
        FutureTask<Answer> hanging = start(HANG);
        peer.tell(CANCEL);
        assertThat(fixture.nextTwoEvents()).containsExactly("cancelled", "interrupted");
        Answer answer = hanging.get(20, TimeUnit.SECONDS);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isNull();
    }

    @Test
    void call_isNotCancelledByAnotherSession() throws Exception {
        FutureTask<Answer> hanging = start(HANG);
        try (HttpPeer other = HttpPeer.join(transport, VERSION)) {
            other.tell(CANCEL);
        }
        assertThat(peer.sendRaw(PING).status()).isEqualTo(200);
        assertThat(hanging.isDone()).isFalse();
        assertThat(fixture.events).isEmpty();
        peer.tell(CANCEL);
        hanging.get(20, TimeUnit.SECONDS);
    }

    @Test
    void call_endsWithItsSession() throws Exception {
        FutureTask<Answer> hanging = start(HANG);
        delete(peer.session());
        assertThat(fixture.nextTwoEvents()).containsExactly("cancelled", "interrupted");
        assertThat(hanging.get(20, TimeUnit.SECONDS).body()).isNull();
    }

    @Test
    void session_isOfUseToItsOwnerAlone() throws Exception {
        HttpConfig config = HttpConfig.builder(Caller.anonymous("nobody"))
                .authenticator(token -> Optional.of(Caller.authenticated(token)))
                .build();
        try (HttpTransport guarded = HttpTransport.start(fixture.build(), config);
                HttpPeer modern = HttpPeer.join(guarded, ProtocolVersion.V2026_07_28)) {
            HttpResponse<String> opened =
                    modern.post(Peer.initialize(VERSION), Map.of("Authorization", "Bearer alice"));
            String id = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
            assertThat(modern.post(PING, Map.of("Authorization", "Bearer alice", "Mcp-Session-Id", id))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(modern.post(PING, Map.of("Authorization", "Bearer mallory", "Mcp-Session-Id", id))
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    /** Sends a request whose call has begun when this returns. */
    private FutureTask<Answer> start(String request) throws Exception {
        FutureTask<Answer> answer = new FutureTask<>(() -> peer.sendRaw(request));
        Thread.ofVirtual().start(answer);
        assertThat(fixture.nextEvent()).isEqualTo("started");
        return answer;
    }

    private HttpResponse<String> get(@Nullable String session) throws Exception {
        return exchange(peer.request("/mcp").GET().header("Accept", "text/event-stream"), session);
    }

    private HttpResponse<String> delete(@Nullable String session) throws Exception {
        return exchange(peer.request("/mcp").DELETE(), session);
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request, @Nullable String session) throws Exception {
        return peer.exchange(session == null ? request : request.header("Mcp-Session-Id", session));
    }
}
