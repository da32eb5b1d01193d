package dev.holdfast.mcp;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.fixture.ConformancePrompts;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.StdioPeer;
import dev.holdfast.mcp.internal.era.LegacyDialect;
import dev.holdfast.mcp.internal.era.LegacyEra;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.Reply;
import java.nio.charset.StandardCharsets;
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

    @Test
    void whatIsKept_isWhatServersAskAbout() {
        String known = "{'elicitation':{'form':{}},'extensions':{'a':{}},'roots':{'listChanged':true},'sampling':{}}";
        JsonObject declared = Peer.object(json(known));
        JsonObject padded = declared.with("experimental", Json.of("x".repeat(1 << 20)));
        assertThat(new ClientCapabilities(padded).kept().declared()).isEqualTo(declared);
        assertThat(new ClientCapabilities(Peer.object(json("{'roots':7}")))
                        .kept()
                        .declared())
                .isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void initialize_keepsNoMoreThanIsUsedAndRefusesWhatIsTooLong() {
        String padding = "x".repeat(20_000);
        Reply reply = opened(json("{'sampling':{},'experimental':{'a':'" + padding + "'}}"))
                .reply();
        LegacySession session = opened(json("{'sampling':{},'experimental':{'a':'" + padding + "'}}"))
                .session();
        assertThat(session).isNotNull();
        assertThat(session == null ? null : session.clientCapabilities())
                .isEqualTo(Peer.object(json("{'sampling':{}}")));
        assertThat(new String(reply.bytes(), StandardCharsets.UTF_8)).contains("serverInfo");
        LegacyEra.Opening refused = opened(json("{'extensions':{'a':'" + padding + "'}}"));
        assertThat(refused.session()).isNull();
        assertThat(new String(refused.reply().bytes(), StandardCharsets.UTF_8)).contains("-32602", "16384 bytes");
    }

    private static LegacyEra.Opening opened(String capabilities) {
        JsonObject params = Peer.object(json("{'protocolVersion':'2025-11-25','capabilities':") + capabilities + "}");
        return McpServer.builder(FixtureServer.IMPLEMENTATION)
                .build()
                .eras()
                .legacy()
                .initialize(new Message.Request(Json.of(1), "initialize", params), Caller.authenticated("ada"));
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
