package dev.holdfast.mcp.internal.stdio;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.fixture.FixtureServer;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that does not read what it is told. */
final class SilentClientTest {
    private static final String META = json("'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
            + "'io.modelcontextprotocol/clientCapabilities':{}}");
    private static final String LIST = json("{'jsonrpc':'2.0','id':1,'method':'tools/list','params':{%s}}\n")
            .formatted(META);
    private static final String LONG =
            json("{'jsonrpc':'2.0','id':%d,'method':'tools/call','params':{'name':'long',%s}}\n");
    private static final int LONG_BYTES = 8 << 20;

    private final AtomicInteger answered = new AtomicInteger();
    private final McpServer server = new FixtureServer()
            .builder()
            .tool(FixtureServer.tool("long", call -> {
                answered.incrementAndGet();
                return Outcome.complete(ToolResult.text("x".repeat(LONG_BYTES)));
            }))
            .limits(ServerLimits.DEFAULT.withShutdownGrace(Duration.ofMillis(50)))
            .build();
    private Pipe in;
    private Pipe out;
    private OutputStream toServer;
    private FutureTask<@Nullable Void> serving;

    @BeforeEach
    void open() throws IOException {
        in = Pipe.open();
        out = Pipe.open();
        toServer = Channels.newOutputStream(in.sink());
        StdioConnection connection = new StdioConnection(
                server.eras(),
                Channels.newInputStream(in.source()),
                Channels.newOutputStream(out.sink()),
                Caller.anonymous("guest"),
                Companions.of(ServerLimits.DEFAULT),
                Duration.ofMillis(300));
        serving = new FutureTask<>(() -> {
            connection.serve();
            return null;
        });
        Thread.ofVirtual().start(serving);
    }

    @AfterEach
    void close() throws IOException {
        in.sink().close();
        in.source().close();
        out.source().close();
        out.sink().close();
    }

    private void send(String message) throws IOException {
        toServer.write(message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void client_thatNeitherReadsNorEndsIsGivenUp() throws Exception {
        Thread.ofVirtual().start(() -> {
            try {
                while (!serving.isDone()) {
                    send(LIST);
                }
            } catch (IOException e) {
                // the pipe was closed by the test
            }
        });
        serving.get(20, TimeUnit.SECONDS);
    }

    @Test
    void client_thatEndsWithoutReadingIsNotWaitedFor() throws Exception {
        for (int id = 0; id < 4; id++) {
            send(LONG.formatted(id, META));
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> answered.get() == 4);
        in.sink().close();
        serving.get(20, TimeUnit.SECONDS);
    }

    @Test
    void answers_thatAreNotReadAreBounded() throws Exception {
        int calls = (int) (Runtime.getRuntime().maxMemory() / 4 / LONG_BYTES) + 10;
        for (int id = 0; id < calls; id++) {
            send(LONG.formatted(id, META));
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> answered.get() == calls);
        int refused = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(out.source()), StandardCharsets.UTF_8))) {
            for (int i = 0; i < calls; i++) {
                String line = lines.readLine();
                refused += line.length() < LONG_BYTES && line.contains(json("'code':'limit'")) ? 1 : 0;
            }
        }
        assertThat(refused).isPositive();
    }
}
