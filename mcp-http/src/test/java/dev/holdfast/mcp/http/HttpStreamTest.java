package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that take long: signs of life, and clients that leave. */
final class HttpStreamTest {
    private static final String CALL = json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'%s'}}");

    private final FixtureServer fixture = new FixtureServer();
    private HttpTransport transport;

    @BeforeEach
    void open() {
        transport = HttpTransport.start(
                fixture.build(),
                HttpConfig.builder(Caller.anonymous("guest"))
                        .heartbeat(Duration.ofMillis(20))
                        .build());
    }

    @AfterEach
    void close() {
        fixture.gate.countDown();
        transport.close();
    }

    @Test
    void call_thatTakesLongIsAnsweredAsAStream() throws Exception {
        for (ProtocolVersion version : List.of(ProtocolVersion.V2026_07_28, ProtocolVersion.V2025_06_18)) {
            FixtureServer slow = new FixtureServer();
            HttpConfig config = HttpConfig.builder(Caller.anonymous("x"))
                    .heartbeat(Duration.ofMillis(20))
                    .build();
            try (HttpPeer peer = HttpPeer.open(slow.build(), config, version);
                    Socket socket = RawHttp.connect(peer.port())) {
                RawHttp.send(socket, raw(peer, peer.shape(CALL.formatted("wait"))));
                String head = readUntil(socket, ":\n\n");
                assertThat(head).contains("200 OK", "text/event-stream", "X-Accel-Buffering: no");
                slow.gate.countDown();
                assertThat(readUntil(socket, "}\n\n")).contains("event: message\ndata: {", "went on");
            }
        }
    }

    @Test
    void call_ofAClientThatWantsNoStreamIsAnsweredAsJson() throws Exception {
        try (HttpPeer peer = HttpPeer.join(transport, ProtocolVersion.V2026_07_28)) {
            String call = peer.shape(CALL.formatted("wait"));
            Map<String, String> headers = new LinkedHashMap<>(peer.headers(call));
            headers.put("Accept", "application/json");
            FutureTask<HttpResponse<String>> response = new FutureTask<>(() -> peer.post(call, headers));
            Thread.ofVirtual().start(response);
            assertThat(fixture.nextEvent()).isEqualTo("started");
            assertThat(response.isDone()).isFalse();
            fixture.gate.countDown();
            Answer answer = HttpPeer.answer(response.get(20, TimeUnit.SECONDS));
            assertThat(answer.result().toString()).contains("went on");
        }
    }

    @Test
    void client_thatLeavesCancelsItsModernCall() throws Exception {
        try (HttpPeer peer = HttpPeer.join(transport, ProtocolVersion.V2026_07_28)) {
            try (Socket socket = RawHttp.connect(peer.port())) {
                RawHttp.send(socket, raw(peer, peer.shape(CALL.formatted("hang"))));
                assertThat(fixture.nextEvent()).isEqualTo("started");
            }
            assertThat(fixture.nextTwoEvents()).containsExactly("cancelled", "interrupted");
            assertThat(peer.call("echo", "{}").status()).isEqualTo(200);
        }
    }

    @Test
    void client_thatLeavesDoesNotCancelItsLegacyCall() throws Exception {
        try (HttpPeer peer = HttpPeer.join(transport, ProtocolVersion.V2025_11_25)) {
            try (Socket socket = RawHttp.connect(peer.port())) {
                RawHttp.send(socket, raw(peer, CALL.formatted("hang")));
                assertThat(fixture.nextEvent()).isEqualTo("started");
                readUntil(socket, ":\n\n:\n\n");
            }
            awaitHeartbeats(peer);
            assertThat(fixture.events).containsExactly("started");
            fixture.events.clear();
            peer.tell(json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':1}}"));
            assertThat(fixture.nextTwoEvents()).containsExactly("cancelled", "interrupted");
        }
    }

    @Test
    void close_endsCallsThatHang() throws Exception {
        try (HttpPeer peer = HttpPeer.join(transport, ProtocolVersion.V2026_07_28);
                Socket socket = RawHttp.connect(peer.port())) {
            RawHttp.send(socket, raw(peer, peer.shape(CALL.formatted("hang"))));
            assertThat(fixture.nextEvent()).isEqualTo("started");
            transport.close();
            assertThat(fixture.nextEvent()).isEqualTo("interrupted");
        }
    }

    /** Lets as many periods pass as the server needs to notice that a client has disconnected. */
    private static void awaitHeartbeats(HttpPeer peer) throws Exception {
        try (Socket socket = RawHttp.connect(peer.port())) {
            RawHttp.send(socket, raw(peer, CALL.formatted("wait")));
            readUntil(socket, ":\n\n".repeat(10));
        }
    }

    private static String raw(HttpPeer peer, String body) {
        StringBuilder request = new StringBuilder("POST /mcp HTTP/1.1\r\nHost: localhost:" + peer.port() + "\r\n"
                + "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n");
        peer.headers(body)
                .forEach((name, value) ->
                        request.append(name).append(": ").append(value).append("\r\n"));
        return request.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    /** Reads until the text has arrived, whatever chunks it comes in. */
    private static String readUntil(Socket socket, String text) throws Exception {
        StringBuilder read = new StringBuilder();
        while (!unchunked(read).contains(text)) {
            int next = socket.getInputStream().read();
            assertThat(next).as("end of stream after " + read).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }

    private static String unchunked(CharSequence text) {
        return text.toString().replaceAll("(?:\r\n)+[0-9a-f]+\r\n", "");
    }
}
