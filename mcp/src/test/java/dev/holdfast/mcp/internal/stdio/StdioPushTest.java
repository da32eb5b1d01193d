package dev.holdfast.mcp.internal.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.StdioTransport;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.StdioPeer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lasts over a pair of byte streams. */
final class StdioPushTest {
    private static final ProtocolVersion MODERN = ProtocolVersion.V2026_07_28;
    private static final String LISTEN = """
        {"jsonrpc":"2.0","id":%d,"method":"subscriptions/listen","params":{"_meta":{
        "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}},
        "notifications":{"resourceSubscriptions":["test://a"]}}}\
        """.replace("\n", "");

    private final ServerChanges changes = ServerChanges.of(ChangeKind.RESOURCE);
    private final FixtureServer fixture = new FixtureServer();

    /** Takes nothing after the first message until it is told to go on. */
    private static final class Reluctant extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final CountDownLatch full = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private int messages;

        @Override
        public void write(int b) {
            taken.write(b);
        }

        @Override
        public void flush() {
            messages++;
            if (messages > 1) {
                full.countDown();
                awaitQuietly(goOn);
            }
        }

        private static void awaitQuietly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void client_thatDoesNotReadIsToldOnceWhatItMissed() throws Exception {
        Reluctant out = new Reluctant();
        Pipe in = Pipe.open();
        FutureTask<Boolean> serving = new FutureTask<>(() -> {
            McpServer server = fixture.builder().changes(changes).build();
            StdioTransport.serve(server, Channels.newInputStream(in.source()), out, Caller.anonymous("x"));
            return true;
        });
        Thread.ofVirtual().start(serving);
        try (OutputStream toServer = Channels.newOutputStream(in.sink())) {
            toServer.write((LISTEN.formatted(1) + "\n").getBytes(StandardCharsets.UTF_8));
            while (out.full.getCount() > 0) {
                changes.resourceUpdated("test://a");
            }
            for (int i = 0; i < 100_000; i++) {
                changes.resourceUpdated("test://a");
            }
            out.goOn.countDown();
        }
        assertThat(serving.get(20, TimeUnit.SECONDS)).isTrue();
        List<String> lines = out.taken.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSizeLessThan(10);
        assertThat(lines.getFirst()).contains("acknowledged");
        assertThat(lines.getLast()).contains("notifications/cancelled");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void listeners_areBoundedAndTakeNoPlaceOfACall(int limit) throws Exception {
        McpServer server = fixture.builder()
                .changes(changes)
                .limits(ServerLimits.DEFAULT.withMaxConcurrentCalls(limit).withMaxStreams(limit))
                .build();
        try (StdioPeer peer = StdioPeer.open(server, MODERN)) {
            for (int id = 0; id < limit; id++) {
                peer.writeLine(LISTEN.formatted(id));
                assertThat(peer.receive().toString()).contains("acknowledged");
            }
            assertThat(peer.sendRaw(LISTEN.formatted(limit)).code()).isEqualTo(-32603);
            assertThat(peer.call("echo", "{}").message().has("result")).isTrue();
        }
    }
}
