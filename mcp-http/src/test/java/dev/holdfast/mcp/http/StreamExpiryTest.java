package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams that were opened with a credential end with it. */
final class StreamExpiryTest {
    private static final String LISTEN = """
            {"jsonrpc":"2.0","id":1,"method":"subscriptions/listen",\
            "params":{"notifications":{"toolsListChanged":true}}}""";

    private final Instance.Common common = new Instance.Common();
    private final String expiring = "ada:" + common.now.get().plus(Duration.ofMinutes(5));
    private Instance instance;

    @BeforeEach
    void open() {
        instance = Instance.guarded(common);
    }

    @AfterEach
    void close() {
        instance.close();
    }

    @Test
    void listen_endsWithItsResult() throws Exception {
        try (HttpPeer peer = HttpPeer.join(instance.transport, ProtocolVersion.V2026_07_28);
                EventStream expired = listen(peer, expiring);
                EventStream lasting = listen(peer, "ada")) {
            common.pass(Duration.ofMinutes(5).minusMillis(1));
            assertTold(expired, lasting);
            common.pass(Duration.ofMillis(1));
            JsonObject end = expired.next();
            assertThat(end.toString()).contains(json("'id':1"), json("'resultType':'complete'"));
            assertThat(expired.nextIfAny()).isNull();
            assertTold(lasting);
        }
    }

    @Test
    void streamOfASession_endsAndCanBeOpenedWithANewToken() throws Exception {
        String session = initialize();
        try (HttpPeer peer = HttpPeer.in(session, instance.transport, ProtocolVersion.V2025_11_25)) {
            try (EventStream stream = EventStream.get(peer, bearer(peer, expiring))) {
                instance.changes.toolsListChanged();
                assertThat(stream.next().string("method")).isEqualTo("notifications/tools/list_changed");
                common.pass(Duration.ofMinutes(5));
                assertThat(stream.nextIfAny()).isNull();
            }
            EventStream again = EventStream.get(peer, bearer(peer, "ada"));
            while (again.head().contains("409")) {
                again.close();
                again = EventStream.get(peer, bearer(peer, "ada"));
            }
            assertTold(again);
            again.close();
        }
    }

    private void assertTold(EventStream... streams) throws IOException {
        instance.changes.toolsListChanged();
        for (EventStream stream : streams) {
            assertThat(stream.next().string("method")).isEqualTo("notifications/tools/list_changed");
        }
    }

    private EventStream listen(HttpPeer peer, String token) throws IOException {
        String body = peer.shape(LISTEN);
        Map<String, String> headers = new HashMap<>(peer.headers(body));
        headers.put("Authorization", "Bearer " + token);
        EventStream stream = EventStream.post(peer, body, headers);
        assertThat(stream.next().string("method")).endsWith("acknowledged");
        return stream;
    }

    private String initialize() throws Exception {
        try (HttpPeer peer = HttpPeer.join(instance.transport, ProtocolVersion.V2026_07_28)) {
            return peer.post(
                            Peer.initialize(ProtocolVersion.V2025_11_25), Map.of("Authorization", "Bearer " + expiring))
                    .headers()
                    .firstValue("Mcp-Session-Id")
                    .orElseThrow();
        }
    }

    private static Map<String, String> bearer(HttpPeer peer, String token) {
        Map<String, String> headers = new HashMap<>(peer.headers(""));
        headers.put("Authorization", "Bearer " + token);
        return headers;
    }
}
