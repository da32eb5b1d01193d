package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.fixture.FixtureServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections beyond the bound, that are slow or idle, and those that cannot be accepted. */
final class ConnectionsTest {
    private static final int MOST = 20;
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final ConnectionLimits FEW = ConnectionLimits.standard().withMax(MOST, MOST);

    private final FixtureServer fixture = new FixtureServer();
    private final List<Socket> open = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // every test starts one
    private HttpTransport transport;

    @AfterEach
    void close() throws IOException {
        fixture.gate.countDown();
        for (Socket socket : open) {
            socket.close();
        }
        transport.close();
    }

    private void start(ConnectionLimits limits) {
        start(fixture.build(), limits, ServerSocketChannel::accept);
    }

    private void start(McpServer server, ConnectionLimits limits, PortListener.Door door) {
        HttpConfig config = HttpConfig.builder(Caller.anonymous("guest"))
                .connections(limits)
                .build();
        transport = HttpTransport.start(server, config, door);
    }

    private Socket connect() throws IOException {
        Socket socket = RawHttp.connect(transport.port());
        open.add(socket);
        return socket;
    }

    private void assertServes() throws Exception {
        try (HttpPeer good = HttpPeer.join(transport, ProtocolVersion.V2026_07_28)) {
            assertThat(good.call("echo", "{}").status()).isEqualTo(200);
        }
    }

    // --- How many

    @Test
    void connections_beyondTheBoundMakeRoomForAnother() throws Exception {
        start(FEW);
        for (int i = 0; i < 4 * MOST; i++) {
            Socket socket = connect();
            if (i % 2 == 0) {
                RawHttp.send(socket, "POST /mcp HTTP/1.1\r\nHost: localhost:");
            }
        }
        assertServes();
        assertThat(transport.connections()).isLessThanOrEqualTo(MOST);
    }

    @Test
    void connection_whoseRequestRunsIsNotClosedForAnother() throws Exception {
        start(FEW);
        Socket busy = connect();
        RawHttp.send(busy, call("wait"));
        assertThat(fixture.nextEvent()).isEqualTo("started");
        for (int i = 0; i < 4 * MOST; i++) {
            connect();
        }
        assertServes();
        fixture.gate.countDown();
        assertThat(firstLine(busy)).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void connection_thatWasUsedIsKeptRatherThanOneThatNeverWas() throws Exception {
        start(FEW);
        Socket used = connect();
        RawHttp.send(used, call("who"));
        assertThat(firstLine(used)).isEqualTo("HTTP/1.1 200 OK");
        for (int i = 0; i < 4 * MOST; i++) {
            connect();
        }
        assertServes();
        RawHttp.send(used, call("wait"));
        assertThat(fixture.nextEvent()).isEqualTo("started");
    }

    @Test
    void connection_isRefusedWhenRequestsRunOnAllOthers() throws Exception {
        start(FEW);
        for (int i = 0; i < MOST; i++) {
            RawHttp.send(connect(), call("wait"));
            assertThat(fixture.nextEvent()).isEqualTo("started");
        }
        assertThat(connect().getInputStream().read()).isNegative();
        fixture.gate.countDown();
        assertThat(firstLine(open.getFirst())).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void connection_whoseClientHasLeftMakesRoomEvenIfItsCallGoesOn() throws Exception {
        start(FEW);
        try (HttpPeer legacy = HttpPeer.join(transport, ProtocolVersion.V2025_11_25)) {
            for (int i = 0; i < MOST - 2; i++) {
                try (Socket leaving = RawHttp.connect(transport.port())) {
                    RawHttp.send(leaving, legacyCall(legacy.session()));
                    assertThat(fixture.nextEvent()).isEqualTo("started");
                }
            }
            for (int i = 0; i < MOST; i++) {
                connect();
            }
            assertServes();
        }
        // That a client has left is noticed by and by, and only then is its connection the one that gives way.
        await().until(() -> {
            connect();
            return !fixture.events.isEmpty();
        });
        assertThat(fixture.nextEvent()).isIn("cancelled", "interrupted");
    }

    private String legacyCall(String session) {
        String body = json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'hang'}}");
        return RawHttp.head(
                        "POST /mcp HTTP/1.1",
                        "Host: localhost:" + transport.port(),
                        "Content-Type: application/json",
                        "Mcp-Session-Id: " + session,
                        "Content-Length: " + body.length())
                + body;
    }

    @Test
    void limits_followWhatTheProcessMayHave() {
        start(FEW);
        long much = 1L << 40;
        assertThat(ConnectionLimits.standard(1_024, much).max()).isEqualTo(768);
        assertThat(ConnectionLimits.standard(256, much).max()).isEqualTo(128);
        assertThat(ConnectionLimits.standard(1_000_000, much).max()).isEqualTo(10_000);
        assertThat(ConnectionLimits.standard(20_000, 256 << 20).max()).isEqualTo(8_192);
        assertThat(ConnectionLimits.standard(32, much).max()).isEqualTo(16);
    }

    // --- How long

    @Test
    void head_thatTakesTooLongEndsItsConnection() throws Exception {
        start(FEW.withHead(SHORT));
        Socket silent = connect();
        Socket half = connect();
        RawHttp.send(half, "POST /mcp HTTP/1.1\r\n");
        assertThat(silent.getInputStream().read()).isNegative();
        assertThat(half.getInputStream().read()).isNegative();
        assertServes();
    }

    @Test
    void body_thatTricklesEndsItsConnection() throws Exception {
        start(FEW.withBody(SHORT));
        Socket slow = connect();
        RawHttp.send(slow, head("echo", 100_000) + "{");
        assertThat(slow.getInputStream().read()).isNegative();
        await().until(transport::isIdle);
    }

    @Test
    void connection_thatIsNotUsedAgainEnds() throws Exception {
        start(FEW.withIdle(SHORT));
        Socket socket = connect();
        RawHttp.send(socket, call("who"));
        String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(response).startsWith("HTTP/1.1 200 ").contains("guest in");
    }

    @Test
    void answer_thatIsNotTakenEndsItsConnection() throws Exception {
        String text = "x".repeat(16 << 20);
        McpServer server = fixture.builder()
                .tool(FixtureServer.tool("long", call -> Outcome.complete(ToolResult.text(text))))
                .build();
        start(server, FEW.withWrite(SHORT), ServerSocketChannel::accept);
        RawHttp.send(connect(), call("long"));
        await().until(() -> transport.connections() == 1);
        await().until(() -> transport.connections() == 0);
    }

    // --- Accepting

    @Test
    void listener_goesOnAfterEveryFailure() throws Exception {
        AtomicInteger left = new AtomicInteger(6);
        start(fixture.build(), FEW, port -> {
            int attempt = left.getAndDecrement();
            if (attempt > 4) {
                throw new IOException("Too many open files");
            } else if (attempt > 2) {
                throw new IllegalStateException("a fault of the library");
            } else if (attempt > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return port.accept();
        });
        assertServes();
        assertThat(left.get()).isNegative();
    }

    @Test
    void listener_withoutDescriptorsClosesIdleConnections() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        start(fixture.build(), FEW, port -> {
            if (transport != null && transport.connections() > 2) {
                failures.incrementAndGet();
                throw new IOException("Too many open files");
            }
            return port.accept();
        });
        for (int i = 0; i < MOST; i++) {
            connect();
        }
        assertServes();
        assertThat(failures.get()).isPositive();
    }

    private String call(String tool) {
        String body = body(tool);
        return head(tool, body.length()) + body;
    }

    private static String body(String tool) {
        return json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'%s','_meta':{"
                        + "'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
                        + "'io.modelcontextprotocol/clientCapabilities':{}}}}")
                .formatted(tool);
    }

    private String head(String tool, int length) {
        return RawHttp.head(
                "POST /mcp HTTP/1.1",
                "Host: localhost:" + transport.port(),
                "Content-Type: application/json",
                "Accept: application/json",
                "MCP-Protocol-Version: 2026-07-28",
                "Mcp-Method: tools/call",
                "Mcp-Name: " + tool,
                "Content-Length: " + length);
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read(); next != '\r' && next >= 0; ) {
            line.append((char) next);
            next = socket.getInputStream().read();
        }
        return line.toString();
    }
}
