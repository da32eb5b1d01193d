package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every revision answers over every transport, as transcripts. */
@ParameterizedClass
@MethodSource("dev.holdfast.mcp.Cell#all")
final class EveryRevisionTest {
    private final Cell cell;
    private final FixtureServer fixture = new FixtureServer();
    private Peer peer;

    EveryRevisionTest(Cell cell) {
        this.cell = cell;
    }

    @BeforeEach
    void open() throws Exception {
        peer = cell.open(fixture.build());
    }

    @AfterEach
    void close() throws Exception {
        fixture.gate.countDown();
        peer.close();
    }

    // --- Calls

    @Test
    void call_answersTextAndStructure() throws Exception {
        var answer = peer.call("echo", "{\"a\":[1,2.50]}");
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.message()).isEqualTo(result(1, structured("""
                {"content":[{"type":"text","text":"{\\"a\\":[1,2.50]}"}],"structuredContent":{"a":[1,2.50]}}""")));
    }

    @Test
    void call_withoutArgumentsGetsAnEmptyObject() throws Exception {
        var answer = peer.ask("tools/call", "{\"name\":\"echo\"}");
        assertThat(answer.message()).isEqualTo(result(1, structured("""
                {"content":[{"type":"text","text":"{}"}],"structuredContent":{}}""")));
    }

    @Test
    void call_thatFailsForTheModelIsAResult() throws Exception {
        var answer = peer.call("refuse", "{}");
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.message()).isEqualTo(result(1, """
                {"content":[{"type":"text","text":"{\\"code\\":\\"no\\"}"}],"isError":true}"""));
    }

    private String structured(String result) {
        JsonObject whole = Peer.object(result);
        return (atLeast(ProtocolVersion.V2025_06_18) ? whole : whole.without("structuredContent")).toString();
    }

    private boolean atLeast(ProtocolVersion version) {
        return cell.version().atLeast(version);
    }

    /** A whole answer, with what the stateless era adds to every result. */
    private JsonObject result(Object id, String result) {
        JsonObject whole = Peer.object(result);
        if (cell.version().isModern()) {
            whole = whole.with("resultType", Json.of("complete")).with("_meta", Json.parse("""
                    {"io.modelcontextprotocol/serverInfo":{"name":"fixture","version":"1.0"}}"""));
        }
        return JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", Json.parse(String.valueOf(id)))
                .put("result", whole)
                .build();
    }
}
