package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ClientLog;
import dev.holdfast.mcp.LogLevel;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import dev.holdfast.mcp.internal.wire.MetaKeys;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Log messages in every revision over every transport. */
@ParameterizedClass
@MethodSource("dev.holdfast.mcp.http.Cell#all")
final class LogMessagesTest {
    private static final String WARNED = """
        {"jsonrpc":"2.0","method":"notifications/message",\
        "params":{"level":"warning","logger":"fixture","data":"hot"}}\
        """;
    private static final String FAILED = """
        {"jsonrpc":"2.0","method":"notifications/message",\
        "params":{"level":"error","logger":"fixture","data":{"code":7}}}\
        """;

    private final Cell cell;
    private Peer peer;

    LogMessagesTest(Cell cell) {
        this.cell = cell;
    }

    @BeforeEach
    void open() throws Exception {
        peer = cell.open(logging().logging().build());
    }

    @AfterEach
    void close() {
        peer.close();
    }

    private static McpServer.Builder logging() {
        return McpServer.builder(FixtureServer.IMPLEMENTATION).tool(FixtureServer.tool("log", LogMessagesTest::log));
    }

    private static Outcome log(ToolCall call) {
        ClientLog log = call.context().log();
        log.log(LogLevel.INFO, "fixture", Json.of("warm"));
        log.log(LogLevel.WARNING, "fixture", Json.of("hot"));
        log.log(LogLevel.ERROR, "fixture", JsonObject.of("code", Json.of(7)));
        return Outcome.complete(ToolResult.text(log.isWanted(LogLevel.WARNING) ? "told" : "untold"));
    }

    @Test
    void messages_ofTheLevelAskedForGoBeforeTheAnswer() throws Exception {
        Answer answer = callAtLevel("warning");
        assertThat(answer.before()).map(JsonObject::toString).containsExactly(WARNED, FAILED);
        assertThat(answer.result().toString()).contains(json("'told'"));
        assertThat(callAtLevel("emergency").before()).isEmpty();
        assertThat(callAtLevel("debug").before()).hasSize(3);
    }

    @Test
    void messages_goToNobodyWhoDidNotAsk() throws Exception {
        Answer answer = peer.call("log", "{}");
        assertThat(answer.before()).isEmpty();
        assertThat(answer.result().toString()).contains("untold");
    }

    @Test
    void level_isOfOneRequestOnlyInTheModernEra() throws Exception {
        assumeThat(cell.version().isModern()).isTrue();
        assertThat(callAtLevel("warning").before()).hasSize(2);
        assertThat(peer.call("log", "{}").before()).isEmpty();
        assertThat(peer.ask("logging/setLevel", json("{'level':'debug'}")).code())
                .isEqualTo(-32601);
    }

    @Test
    void level_isSetWithAnEmptyAnswerInTheHandshakeEra() throws Exception {
        assumeThat(cell.version().isModern()).isFalse();
        Answer answer = peer.ask("logging/setLevel", json("{'level':'debug'}"));
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.result()).isEqualTo(JsonObject.EMPTY);
        assertThat(peer.ask("ping", "{}").result()).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void level_thatIsNoneIsAnInvalidParameter() throws Exception {
        for (String level : List.of(json("'loud'"), json("'WARNING'"), "7", "[]")) {
            Answer answer = cell.version().isModern()
                    ? peer.ask("tools/list", json("{'_meta':{'%s':%s}}").formatted(MetaKeys.LOG_LEVEL, level))
                    : peer.ask("logging/setLevel", json("{'level':%s}").formatted(level));
            assertThat(answer.code()).as(level).isEqualTo(-32602);
        }
    }

    @Test
    void level_isNothingToAServerThatDoesNotOfferLogging() throws Exception {
        try (Peer other = cell.open(logging().build())) {
            if (cell.version().isModern()) {
                assertThat(other.ask("tools/call", atLevel("loud")).before()).isEmpty();
            } else {
                assertThat(other.ask("logging/setLevel", json("{'level':'debug'}"))
                                .code())
                        .isEqualTo(-32601);
            }
        }
    }

    private Answer callAtLevel(String level) throws Exception {
        if (cell.version().isModern()) {
            return peer.ask("tools/call", atLevel(level));
        }
        peer.ask("logging/setLevel", json("{'level':'%s'}").formatted(level));
        return peer.call("log", "{}");
    }

    private static String atLevel(String level) {
        return json("{'name':'log','_meta':{'%s':'%s'}}").formatted(MetaKeys.LOG_LEVEL, level);
    }
}
