package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Arguments of tools that clients repeat in headers. */
final class ParameterHeadersTest {
    private static final String SCHEMA = """
            {"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}}}""";

    @Test
    void headers_areComparedOverHttpInTheStatelessEra() throws Exception {
        McpServer server = McpServer.builder(FixtureServer.IMPLEMENTATION)
                .tool(FixtureServer.tool(
                        ToolDefinition.of("t", "d", Peer.object(SCHEMA), ToolAnnotations.READ_ONLY),
                        call -> Outcome.complete(call.arguments())))
                .build();
        try (HttpPeer peer = HttpPeer.open(server, ProtocolVersion.V2026_07_28)) {
            String call = peer.shape("""
                    {"jsonrpc":"2.0","id":1,"method":"tools/call",\
                    "params":{"name":"t","arguments":{"region":"eu"}}}""");
            Answer missing = HttpPeer.answer(peer.post(call, peer.headers(call)));
            assertThat(missing.status()).isEqualTo(400);
            assertThat(missing.code()).isEqualTo(-32020);
            Map<String, String> headers = new LinkedHashMap<>(peer.headers(call));
            headers.put("mcp-param-region", " eu ");
            assertThat(peer.post(call, headers).statusCode()).isEqualTo(200);
        }
        for (Cell cell : Cell.all()) {
            if (cell.transport() == Cell.Transport.STDIO || !cell.version().isModern()) {
                try (Peer peer = cell.open(server)) {
                    assertThat(peer.call("t", json("{'region':'eu'}")).message().has("result"))
                            .isTrue();
                }
            }
        }
    }
}
