package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What only the revisions with a handshake have, over both transports. */
@ParameterizedClass
@MethodSource("cells")
final class LegacyEraTest {
    private final Cell cell;
    private Peer peer;

    LegacyEraTest(Cell cell) {
        this.cell = cell;
    }

    static List<Cell> cells() {
        return Cell.all().stream().filter(cell -> !cell.version().isModern()).toList();
    }

    @BeforeEach
    void open() throws Exception {
        peer = cell.open(new FixtureServer().build());
    }

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void initialize_isAnsweredInTheRevisionAskedFor() throws Exception {
        assertThat(initialize(cell.version().text()).message()).isEqualTo(Json.parse("""
            {"jsonrpc":"2.0","id":"init","result":{"protocolVersion":"%s",
            "capabilities":{"tools":{},"resources":{}},"serverInfo":{"name":"fixture","version":"1.0"},
            "instructions":"Call echo."}}\
            """.formatted(cell.version())));
    }

    @Test
    void initialize_isAnsweredInTheLatestOfItsEraOtherwise() throws Exception {
        for (String asked : List.of("2024-10-07", "2025-03-27", "2099-01-01", "1900-01-01", "2026-07-28", "")) {
            assertThat(initialize(asked).result().string("protocolVersion"))
                    .as(asked)
                    .isEqualTo("2025-11-25");
        }
    }

    @Test
    void initialize_withoutAVersionNamesTheOnesThatAre() throws Exception {
        String request = json("{'jsonrpc':'2.0','id':1,'method':'initialize','params':{}}");
        Answer answer =
                peer instanceof HttpPeer http ? HttpPeer.answer(http.post(request, Map.of())) : peer.sendRaw(request);
        assertThat(answer.code()).isEqualTo(-32602);
        assertThat(answer.error().string("message")).contains("2025-03-26", "2026-07-28");
    }

    @Test
    void ping_isAnsweredWithNothingAtAll() throws Exception {
        assertThat(peer.ask("ping", "{}").result()).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void ping_mayLeaveItsParamsOut() throws Exception {
        assertThat(peer.send(json("{'jsonrpc':'2.0','id':1,'method':'ping'}")).result())
                .isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void methods_ofTheStatelessEraAreNotFound() throws Exception {
        assertThat(peer.ask("server/discover", "{}").code()).isEqualTo(-32601);
        assertThat(peer.ask("subscriptions/listen", "{}").code()).isEqualTo(-32601);
    }

    @Test
    void response_isTakenAndIgnored() throws Exception {
        peer.tell(json("{'jsonrpc':'2.0','id':'s-1','result':{}}"));
        peer.tell(json("{'jsonrpc':'2.0','id':'s-1','error':{'code':1,'message':'x'}}"));
        assertThat(peer.ask("ping", "{}").result()).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void request_thatDescribesItselfIsModernAllTheSame() throws Exception {
        String request = """
            {"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{\
            "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientCapabilities":{}}}}\
            """;
        Answer answer;
        if (peer instanceof HttpPeer http) {
            answer = HttpPeer.answer(http.post(
                    request,
                    Map.of(
                            "MCP-Protocol-Version",
                            HttpPeer.MODERN,
                            "Mcp-Method",
                            "server/discover",
                            "Mcp-Session-Id",
                            http.session())));
        } else {
            answer = peer.sendRaw(request);
        }
        assertThat(answer.result().string("resultType")).isEqualTo("complete");
        assertThat(peer.ask("tools/list", "{}").result().has("resultType")).isFalse();
    }

    private Answer initialize(String version) throws Exception {
        String request = Peer.initialize(cell.version()).replace(cell.version().text(), version);
        return peer instanceof HttpPeer http ? HttpPeer.answer(http.post(request, Map.of())) : peer.sendRaw(request);
    }
}
