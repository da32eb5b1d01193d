package dev.holdfast.mcp;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.fixture.ConformancePrompts;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.StdioPeer;
import dev.holdfast.mcp.internal.era.LegacyDialect;
import org.junit.jupiter.api.Test;

/** Capabilities are advertised when there is something behind them. */
final class CapabilitiesTest {
    private static final CompletionProvider NOTHING = (request, context) -> Completion.NONE;

    @Test
    void capabilities_areThoseOfWhatIsOffered() throws Exception {
        McpServer.Builder builder = McpServer.builder(FixtureServer.IMPLEMENTATION);
        assertThat(advertised(builder)).isEqualTo(JsonObject.EMPTY);
        builder.prompt(ConformancePrompts.prompt(PromptDefinition.of("p", "Some"), call -> PromptResult.of()));
        assertThat(advertised(builder)).isEqualTo(Peer.object(json("{'prompts':{}}")));
        builder.completions(NOTHING);
        assertThat(advertised(builder)).isEqualTo(Peer.object(json("{'prompts':{},'completions':{}}")));
        builder.logging();
        assertThat(advertised(builder)).isEqualTo(Peer.object(json("{'prompts':{},'completions':{},'logging':{}}")));
    }

    @Test
    void tasks_areUnknownToTheHandshakeEra() {
        JsonObject declared = Peer.object(json("{'extensions':{'io.modelcontextprotocol/tasks':{},'other':{}}}"));
        assertThat(new ClientCapabilities(declared).tasks()).isTrue();
        LegacySession session = new LegacySession("ada", ProtocolVersion.V2025_11_25, declared);
        ClientCapabilities understood = LegacyDialect.understood(session);
        assertThat(understood.tasks()).isFalse();
        assertThat(understood.extension("other")).isTrue();
    }

    private static JsonObject advertised(McpServer.Builder builder) throws Exception {
        try (Peer peer = StdioPeer.open(builder.build(), ProtocolVersion.V2026_07_28)) {
            JsonObject capabilities = peer.ask("server/discover", "{}").result().object("capabilities");
            if (capabilities == null) {
                throw new AssertionError("No capabilities");
            }
            return capabilities;
        }
    }
}
