package dev.holdfast.mcp.internal.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Fuzz;
import dev.holdfast.mcp.fixture.HostileMessages;
import dev.holdfast.mcp.fixture.WellFormed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Messages no client should send, a line each: each is answered like a message or not at all, and nothing stays behind.
 */
final class StdioFuzzTest {
    private static final int ROUNDS = 1_500;
    private static final int ROUNDS_BETWEEN_GOOD_ONES = 20;

    private final McpServer server = new FixtureServer()
            .everything(ServerChanges.of(ChangeKind.values()))
            .limits(ServerLimits.DEFAULT.withShutdownGrace(Duration.ofMillis(50)))
            .build();

    @Test
    void lines_thatAreHostileLeaveTheConnectionAlive() throws Exception {
        Fuzz fuzz = new Fuzz("StdioFuzzTest", ROUNDS);
        HostileMessages messages = new HostileMessages(fuzz);
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        StdioConnection connection = new StdioConnection(
                server.eras(),
                Channels.newInputStream(in.source()),
                Channels.newOutputStream(out.sink()),
                Caller.anonymous("guest"),
                Companions.of(ServerLimits.DEFAULT));
        FutureTask<@Nullable Void> serving = new FutureTask<>(() -> {
            connection.serve();
            out.sink().close();
            return null;
        });
        Thread.ofVirtual().start(serving);
        try (OutputStream toServer = Channels.newOutputStream(in.sink());
                BufferedReader fromServer = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(out.source()), StandardCharsets.UTF_8))) {
            for (int round = 0; round < fuzz.rounds(); round++) {
                byte[] message = messages.next();
                toServer.write(message);
                toServer.write('\n');
                if (round % ROUNDS_BETWEEN_GOOD_ONES == 0) {
                    String sent = fuzz.at(round, new String(message, StandardCharsets.UTF_8));
                    toServer.write(good(round).getBytes(StandardCharsets.UTF_8));
                    awaitGood(fromServer, "good-" + round, sent);
                }
            }
            in.sink().close();
            fromServer.lines().forEach(line -> WellFormed.message(line, "the end"));
        }
        serving.get(20, TimeUnit.SECONDS);
        assertThat(connection.isIdle()).isTrue();
    }

    /** A line that must be answered whatever went before. */
    private static String good(int round) {
        return """
            {"jsonrpc":"2.0","id":"good-%d","method":"server/discover","params":{"_meta":{\
            "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientCapabilities":{}}}}
            """.formatted(round);
    }

    /** All that was said meanwhile is looked at; what is wrong with it was caused by one of the last few rounds. */
    private static void awaitGood(BufferedReader fromServer, String id, String sent) throws IOException {
        while (true) {
            String line = fromServer.readLine();
            assertThat(line).as(sent).isNotNull();
            Json message = WellFormed.message(line, sent);
            if (message instanceof JsonObject answer && id.equals(answer.string("id"))) {
                assertThat(answer.has("result")).as(sent).isTrue();
                return;
            }
        }
    }
}
