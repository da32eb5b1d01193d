package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import dev.holdfast.mcp.fixture.TaskServer;
import dev.holdfast.mcp.internal.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tools that could go on as tasks, for clients that do not follow them. */
final class TaskInlineTest {
    private final TaskServer.World world = new TaskServer.World(10);
    private final TaskServer server = world.instance();

    static List<Cell> cells() {
        return Cell.all();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void tool_runsWhileTheClientWaitsAndIsToldHowFarItIs(Cell cell) throws Exception {
        server.gate.release();
        try (Peer peer = cell.open(server.build())) {
            Answer answer = peer.ask("tools/call", """
                    {"name":"compute","arguments":{"n":1},"_meta":{"progressToken":"p"}}""");
            assertThat(answer.result().toString())
                    .contains("computed for guest")
                    .doesNotContain("taskId");
            assertThat(answer.before()).containsExactly(Peer.object("""
                    {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"p","progress":1,
                    "total":4}}"""));
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void tool_asksAsAnyOther(Cell cell) throws Exception {
        assumeThat(cell.version().atLeast(ProtocolVersion.V2025_06_18))
                .as("the revision has elicitation")
                .isTrue();
        JsonObject yes = Peer.object(json("{'action':'accept','content':{'name':'Ada'}}"));
        try (AskedClient client = AskedClient.open(cell, server.build(), Peer.CAPABILITIES)) {
            assertThat(client.call("asks", "{}", asked -> yes).toString()).contains("known: ");
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void tool_thatRequiresATaskIsRefused(Cell cell) throws Exception {
        try (Peer peer = cell.open(server.build())) {
            Answer answer = peer.call("strict", "{}");
            if (cell.version().isModern()) {
                assertThat(answer.error().object("data")).isEqualTo(Peer.object("""
                        {"requiredCapabilities":{"extensions":{"io.modelcontextprotocol/tasks":{}}}}"""));
                assertThat(answer.code()).isEqualTo(-32021);
                assertThat(answer.status()).isEqualTo(cell.status(400));
            } else {
                assertThat(answer.result().bool("isError")).isTrue();
                assertThat(answer.result().toString()).contains("io.modelcontextprotocol/tasks");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void server_withoutTasksRunsToolsForWhoeverAsks(Cell cell) throws Exception {
        server.gate.release();
        try (Peer peer = cell.open(server.withoutTasks().build())) {
            peer.declare(TaskServer.DECLARED);
            assertThat(peer.call("compute", "{}").result().toString()).contains("computed for guest");
            assertThat(peer.ask("tasks/get", json("{'taskId':'x'}")).code()).isEqualTo(-32601);
        }
    }

    @Test
    void tool_thatRequiresATaskOfAServerWithoutThemIsTheServersFault() throws Exception {
        try (Peer peer = HttpPeer.open(server.withoutTasks().build(), ProtocolVersion.V2026_07_28)) {
            peer.declare(TaskServer.DECLARED);
            assertThat(peer.call("strict", "{}").code()).isEqualTo(-32603);
        }
    }

    @Test
    void extension_isToldOfInTheStatelessEraAlone() throws Exception {
        McpServer built = server.build();
        try (Peer peer = HttpPeer.open(built, ProtocolVersion.V2026_07_28)) {
            assertThat(peer.ask("server/discover", "{}").result().object("capabilities"))
                    .isEqualTo(Peer.object("""
                            {"tools":{},"extensions":{"io.modelcontextprotocol/tasks":{}}}"""));
        }
        for (ProtocolVersion version : ProtocolVersion.values()) {
            Message.Request initialize = (Message.Request) Message.of(Peer.object(Peer.initialize(version)));
            byte[] answer = built.eras()
                    .legacy()
                    .initialize(initialize, Caller.anonymous("guest"))
                    .reply()
                    .bytes();
            assertThat(new String(answer, StandardCharsets.UTF_8))
                    .contains(json("'tools':{}"))
                    .doesNotContain("tasks");
        }
    }
}
