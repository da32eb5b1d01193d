package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.fixture.FixtureServer;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that leave are noticed without a keep-alive, and those that send ahead are understood. */
final class LeavingTest {
    private static final String LISTEN = json("{'jsonrpc':'2.0','id':1,'method':'subscriptions/listen',"
            + "'params':{'notifications':{'toolsListChanged':true}}}");

    private final FixtureServer fixture = new FixtureServer();
    private HttpTransport transport;
    private HttpPeer peer;

    @BeforeEach
    void open() throws Exception {
        transport = HttpTransport.start(
                fixture.everything(ServerChanges.of(ChangeKind.values())).build(),
                HttpConfig.builder(Caller.anonymous("guest"))
                        .heartbeat(Duration.ofHours(1))
                        .build());
        peer = HttpPeer.join(transport, ProtocolVersion.V2026_07_28);
    }

    @AfterEach
    void close() {
        fixture.gate.countDown();
        peer.close();
        transport.close();
    }

    @Test
    void call_ofAClientThatLeavesIsCancelled() throws Exception {
        try (Socket socket = RawHttp.connect(peer.port())) {
            RawHttp.send(socket, raw("hang"));
            assertThat(fixture.nextEvent()).isEqualTo("started");
        }
        assertThat(fixture.nextTwoEvents()).containsExactly("cancelled", "interrupted");
        await().until(transport::isIdle);
    }

    @Test
    void call_ofAClientThatIsCutOffIsCancelled() throws Exception {
        try (Socket socket = RawHttp.connect(peer.port())) {
            socket.setSoLinger(true, 0);
            RawHttp.send(socket, raw("hang"));
            assertThat(fixture.nextEvent()).isEqualTo("started");
        }
        assertThat(fixture.nextTwoEvents()).containsExactly("cancelled", "interrupted");
    }

    @Test
    void stream_ofAClientThatLeavesEnds() throws Exception {
        try (EventStream stream = EventStream.post(peer, peer.shape(LISTEN))) {
            assertThat(stream.next().string("method")).endsWith("acknowledged");
            assertThat(transport.isIdle()).isFalse();
        }
        await().until(transport::isIdle);
    }

    @Test
    void requests_thatAreSentAheadAreAnsweredInOrder() throws Exception {
        try (Socket socket = RawHttp.connect(peer.port())) {
            RawHttp.send(socket, raw("wait") + raw("who") + raw("echo"));
            assertThat(fixture.nextEvent()).isEqualTo("started");
            RawHttp.send(socket, raw("refuse"));
            fixture.gate.countDown();
            assertThat(readToTheEnd(socket)).containsSubsequence("went on", "guest in", "structuredContent", "isError");
        }
    }

    private String raw(String tool) {
        String body = peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'%s'}}")
                .formatted(tool));
        StringBuilder head = new StringBuilder("POST /mcp HTTP/1.1\r\nHost: localhost:" + peer.port()
                + "\r\nContent-Type: application/json\r\nAccept: application/json\r\n");
        peer.headers(body)
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String readToTheEnd(Socket socket) throws IOException {
        StringBuilder read = new StringBuilder();
        while (!read.toString().contains("isError\":true")) {
            int next = socket.getInputStream().read();
            assertThat(next).as(read.toString()).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }
}
