package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A long answer is weighed before it costs anything, and becomes text as its client takes it. */
final class LongAnswerTest {
    private static final String CALL = json("{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'%s'}}");
    private static final String PROGRESS = json(
            "{'jsonrpc':'2.0','id':7,'method':'tools/call'," + "'params':{'name':'long','_meta':{'progressToken':1}}}");
    private static final Authenticator NAMES = token -> Optional.of(Caller.authenticated(token));

    /** Several pieces, with a character that is split between two of them. */
    private static final JsonObject LONG = JsonObject.of("text", Json.of("\"😀".repeat(200_000)));

    /** 64 GB of text, which no array can hold, in a value of 4 MB. */
    private static final JsonObject ENDLESS =
            JsonObject.of("text", JsonArray.copyOf(Collections.nCopies(16_384, Json.of("x".repeat(4 << 20)))));

    private HttpTransport transport;

    @BeforeEach
    void open() {
        transport = HttpTransport.start(
                server(),
                HttpConfig.builder(Caller.anonymous("guest"))
                        .authenticator(NAMES)
                        .build());
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void answer_thatIsLongIsWhole(ProtocolVersion version) throws Exception {
        try (HttpPeer peer = HttpPeer.open(server(), version)) {
            String body = peer.shape(CALL.formatted("long"));
            assertLong(Peer.object(peer.post(body, peer.headers(body)).body()));

            String told = peer.shape(PROGRESS);
            EventStream stream = EventStream.post(peer, told);
            assertThat(stream.next().string("method")).isEqualTo("notifications/progress");
            assertLong(stream.next());
            assertThat(stream.nextIfAny()).isNull();
            stream.close();
        }
    }

    private static McpServer server() {
        return new FixtureServer()
                .builder()
                .tool(FixtureServer.tool("endless", call -> Outcome.complete(ToolResult.of(ENDLESS))))
                .tool(FixtureServer.tool("long", call -> {
                    call.context().progress().report(1);
                    return Outcome.complete(ToolResult.of(LONG));
                }))
                .build();
    }

    private static void assertLong(JsonObject message) {
        assertThat(message.get("id")).isEqualTo(Json.of(7));
        JsonObject result = requireNonNull(message.object("result"));
        JsonObject block = (JsonObject) requireNonNull(result.array("content")).get(0);
        assertThat(Json.parse(requireNonNull(block.string("text"))).equals(LONG))
                .isTrue();
    }

    @Test
    void answers_beyondAShareAreRefusedBeforeTheyCostAnything() throws Exception {
        try (HttpPeer peer = HttpPeer.join(transport, ProtocolVersion.V2026_07_28)) {
            String body = peer.shape(CALL.formatted("endless"));
            try (Socket mallory = RawHttp.connect(peer.port())) {
                RawHttp.send(mallory, request(peer, "mallory", body));
                InputStream taken = mallory.getInputStream();
                assertThat(new String(taken.readNBytes(15), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200 OK");
                assertThat(taken.readNBytes(1 << 20)).hasSize(1 << 20);

                HttpResponse<String> refused = peer.post(body, headers(peer, "mallory", body));
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body()).contains(json("'limit':'bytes of answers'"));
                String small = peer.shape(CALL.formatted("who"));
                assertThat(peer.post(small, headers(peer, "alice", small)).body())
                        .contains("alice in");
            }
            awaitIdle();
            try (Socket again = RawHttp.connect(peer.port())) {
                RawHttp.send(again, request(peer, "alice", body));
                assertThat(new String(again.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    /** An answer whose client has left gives its share back when the connection ends. */
    private void awaitIdle() {
        while (transport.connections() > 1) {
            Thread.onSpinWait();
        }
    }

    private static String request(HttpPeer peer, String who, String body) {
        StringBuilder head = new StringBuilder("POST /mcp HTTP/1.1\r\nHost: localhost:" + peer.port()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n");
        headers(peer, who, body)
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head + "\r\n" + body;
    }

    private static Map<String, String> headers(HttpPeer peer, String who, String body) {
        Map<String, String> headers = new HashMap<>(peer.headers(body));
        headers.put("Authorization", "Bearer " + who);
        return headers;
    }
}
