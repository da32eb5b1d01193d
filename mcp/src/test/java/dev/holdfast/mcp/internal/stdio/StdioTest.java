package dev.holdfast.mcp.internal.stdio;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.StdioTransport;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import dev.holdfast.mcp.fixture.StdioPeer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is particular to a pair of byte streams. */
final class StdioTest {
    private static final String HANG =
            json("{'jsonrpc':'2.0','id':'hang','method':'tools/call','params':{'name':'hang'}}");
    private static final String WAIT =
            json("{'jsonrpc':'2.0','id':'wait','method':'tools/call','params':{'name':'wait'}}");
    private static final String CANCEL =
            json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':'hang'}}");
    private static final ProtocolVersion MODERN = ProtocolVersion.V2026_07_28;

    private final FixtureServer fixture = new FixtureServer();

    // --- Tools that hang

    @ParameterizedTest
    @EnumSource
    void toolThatHangs_holdsUpNothingElse(ProtocolVersion version) throws Exception {
        try (StdioPeer peer = StdioPeer.open(fixture.build(), version)) {
            for (int call = 0; call < 20; call++) {
                peer.writeLine(peer.shape(HANG.replace(json("'hang',"), (100 + call) + ",")));
                assertThat(fixture.nextEvent()).isEqualTo("started");
            }
            String prompt = version.isModern() ? "server/discover" : "ping";
            assertThat(peer.ask(prompt, "{}").message().has("result")).isTrue();
            assertThat(peer.call("echo", "{}").message().has("result")).isTrue();
            assertThat(peer.ask("tools/list", "{}").message().has("result")).isTrue();
            for (int call = 0; call < 20; call++) {
                peer.tell(CANCEL.replace(json("'hang'"), String.valueOf(100 + call)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void call_thatIsCancelledIsStoppedAndNotAnswered(ProtocolVersion version) throws Exception {
        try (StdioPeer peer = StdioPeer.open(fixture.build(), version)) {
            peer.writeLine(peer.shape(HANG));
            assertThat(fixture.nextEvent()).isEqualTo("started");
            peer.tell(CANCEL);
            assertThat(fixture.nextTwoEvents()).containsExactly("cancelled", "interrupted");
            assertThat(peer.ask("tools/list", "{}").message().get("id")).isEqualTo(Json.of(1));
            peer.hangUp();
            peer.awaitEnd();
            assertThat(peer.isQuiet()).isTrue();
        }
    }

    @Test
    void calls_beyondTheLimitAreRefusedUntilOneEnds() throws Exception {
        McpServer server = fixture.builder()
                .limits(ServerLimits.DEFAULT.withMaxConcurrentCalls(1))
                .build();
        try (StdioPeer peer = StdioPeer.open(server, MODERN)) {
            peer.writeLine(peer.shape(HANG));
            assertThat(fixture.nextEvent()).isEqualTo("started");
            assertThat(peer.call("echo", "{}").code()).isEqualTo(-32603);
            assertThat(peer.call("echo", "{}").error().string("message")).contains("Too many calls");
            assertThat(peer.ask("server/discover", "{}").message().has("result"))
                    .isTrue();
            peer.tell(CANCEL);
            Answer answer = peer.call("echo", "{}");
            while (answer.message().has("error")) {
                answer = peer.call("echo", "{}");
            }
            assertThat(answer.message().has("result")).isTrue();
        }
    }

    // --- Eras

    @Test
    void discover_isAnsweredBeforeAnythingElse() throws Exception {
        try (StdioPeer peer = StdioPeer.silent(fixture.build(), MODERN)) {
            assertThat(peer.ask("server/discover", "{}").result().has("supportedVersions"))
                    .isTrue();
        }
    }

    @Test
    void request_withoutMetaOrHandshakeIsAnInvalidParameter() throws Exception {
        try (StdioPeer peer = StdioPeer.silent(fixture.build(), ProtocolVersion.V2025_11_25)) {
            for (String method : List.of("tools/list", "server/discover", "no/such")) {
                Answer answer = peer.ask(method, "{}");
                assertThat(answer.code()).isEqualTo(-32602);
                assertThat(answer.error().string("message")).contains("initialize");
            }
            assertThat(peer.ask("ping", "{}").result()).isEqualTo(JsonObject.EMPTY);
        }
    }

    @Test
    void handshake_maySecondlyChooseAnotherRevision() throws Exception {
        try (StdioPeer peer = StdioPeer.open(fixture.build(), ProtocolVersion.V2025_11_25)) {
            assertThat(peer.call("who", "{}").result().toString()).contains("2025-11-25");
            peer.sendRaw(Peer.initialize(ProtocolVersion.V2025_03_26));
            assertThat(peer.call("who", "{}").result().toString()).contains("2025-03-26");
        }
    }

    // --- Lines

    @Test
    void line_thatIsTooLongIsRefusedAndSkipped() throws Exception {
        McpServer server = fixture.builder()
                .limits(ServerLimits.DEFAULT.withMaxMessageBytes(2000))
                .build();
        try (StdioPeer peer = StdioPeer.open(server, MODERN)) {
            byte[] piece = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 100; i++) {
                peer.write(piece);
            }
            peer.writeLine("");
            Answer refusal = peer.receiveAnswer();
            assertThat(refusal.code()).isEqualTo(-32600);
            assertThat(refusal.error().string("message")).contains("2000");
            assertThat(peer.call("echo", "{}").message().has("result")).isTrue();
        }
    }

    @Test
    void line_withBadUtf8IsAParseError() throws Exception {
        try (StdioPeer peer = StdioPeer.open(fixture.build(), MODERN)) {
            peer.write(new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}', '\n'});
            assertThat(peer.receiveAnswer().code()).isEqualTo(-32700);
            peer.write(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '\n'});
            assertThat(peer.receiveAnswer().code()).isEqualTo(-32700);
            assertThat(peer.call("echo", "{}").message().has("result")).isTrue();
        }
    }

    @Test
    void lines_thatAreBlankOrEndInCrLfAreFine() throws Exception {
        try (StdioPeer peer = StdioPeer.open(fixture.build(), MODERN)) {
            peer.write("\n\r\n \t\n".getBytes(StandardCharsets.US_ASCII));
            peer.write((peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/list'}")) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(peer.receiveAnswer().message().has("result")).isTrue();
        }
    }

    @Test
    void output_isOneLineForEachMessage() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String request = StdioPeer.silent(fixture.build(), MODERN).shape("""
                {"jsonrpc":"2.0","id":1,"method":"tools/call",\
                "params":{"name":"echo","arguments":{"a":"x\\ny\\r"}}}""");
        StdioTransport.serve(fixture.build(), input(request + "\n" + request), out, Caller.anonymous("x"));
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text).endsWith("}\n").doesNotContain("\r");
        assertThat(text.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(Json.parse(line)).isNotNull());
    }

    // --- The end

    @Test
    void end_letsRunningCallsAnswer() throws Exception {
        StdioPeer peer = StdioPeer.open(fixture.build(), MODERN);
        peer.writeLine(peer.shape(WAIT));
        assertThat(fixture.nextEvent()).isEqualTo("started");
        peer.hangUp();
        fixture.gate.countDown();
        assertThat(peer.receiveAnswer().result().toString()).contains("went on");
        peer.awaitEnd();
    }

    @Test
    void end_answersTheLastLineThoughItHasNoEnd() throws Exception {
        StdioPeer peer = StdioPeer.open(fixture.build(), MODERN);
        peer.write(peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/list'}"))
                .getBytes(StandardCharsets.US_ASCII));
        peer.hangUp();
        assertThat(peer.receiveAnswer().message().has("result")).isTrue();
        peer.awaitEnd();
    }

    @ParameterizedTest
    @EnumSource
    void end_doesNotWaitForCallsThatHang(ProtocolVersion version) throws Exception {
        McpServer server = fixture.builder()
                .limits(ServerLimits.DEFAULT.withShutdownGrace(Duration.ofMillis(50)))
                .build();
        StdioPeer peer = StdioPeer.open(server, version);
        peer.writeLine(peer.shape(HANG));
        assertThat(fixture.nextEvent()).isEqualTo("started");
        peer.hangUp();
        peer.awaitEnd();
        assertThat(peer.isQuiet()).isTrue();
        assertThat(fixture.nextTwoEvents()).containsExactly("cancelled", "interrupted");
    }

    @Test
    void stream_thatBreaksEndsTheServiceLikeItsEnd() throws Exception {
        InputStream broken = new FilterInputStream(input("")) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("gone");
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StdioTransport.serve(fixture.build(), broken, out, Caller.anonymous("x"));
        assertThat(out.size()).isZero();
    }

    @Test
    void client_thatStopsReadingIsNoFaultOfTheServer() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                attempts.incrementAndGet();
                throw new IOException("gone");
            }
        };
        StdioTransport.serve(
                fixture.build(),
                input(json("{'jsonrpc':'2.0','id':1,'method':'ping'}\n").repeat(3)),
                closed,
                Caller.anonymous("x"));
        assertThat(attempts).as("writes after the first failure").hasValue(1);
    }

    @Test
    void thread_thatIsInterruptedWaitsForNoCall() throws Exception {
        McpServer server = fixture.builder()
                .limits(ServerLimits.DEFAULT.withShutdownGrace(Duration.ofHours(1)))
                .build();
        StdioPeer peer = StdioPeer.open(server, MODERN);
        peer.writeLine(peer.shape(HANG));
        assertThat(fixture.nextEvent()).isEqualTo("started");
        peer.hangUp();
        peer.interrupt();
        assertThat(fixture.nextTwoEvents()).containsExactly("cancelled", "interrupted");
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
