package dev.holdfast.mcp;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.StdioPeer;
import dev.holdfast.mcp.internal.era.Shapes;
import dev.holdfast.mcp.internal.wire.Pages;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may say of itself and its tools. */
final class ServerDescriptionTest {
    private static final JsonObject SCHEMA = FixtureServer.ANY_OBJECT;

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "a/b", "é", "a\n"})
    void toolName_isOfAFewCharactersOnly(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolDefinition.of(name, "d", SCHEMA, ToolAnnotations.READ_ONLY));
    }

    @Test
    void toolName_isShort() {
        String longest = "n".repeat(64);
        assertThat(ToolDefinition.of(longest, "d", SCHEMA, ToolAnnotations.READ_ONLY)
                        .name())
                .isEqualTo(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolDefinition.of(longest + "n", "d", SCHEMA, ToolAnnotations.READ_ONLY));
    }

    @Test
    void inputSchema_hasAnObjectAtItsRoot() {
        for (JsonObject schema : List.of(JsonObject.EMPTY, JsonObject.of("type", Json.of("array")))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolDefinition.of("t", "d", schema, ToolAnnotations.READ_ONLY));
        }
    }

    @Test
    void outputSchema_ofAnotherRootIsShownToTheModernEraAlone() {
        ToolDefinition tool = new ToolDefinition(
                "t", null, "d", SCHEMA, JsonObject.of("type", Json.of("array")), ToolAnnotations.READ_ONLY);
        assertThat(Shapes.of(tool, ProtocolVersion.V2026_07_28).has("outputSchema"))
                .isTrue();
        assertThat(Shapes.of(tool, ProtocolVersion.V2025_11_25).has("outputSchema"))
                .isFalse();
    }

    @Test
    void tools_haveDifferentNames() {
        McpServer.Builder builder = McpServer.builder(FixtureServer.IMPLEMENTATION)
                .tool(FixtureServer.tool("t", call -> Outcome.complete(SCHEMA)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.tool(FixtureServer.tool("t", call -> Outcome.complete(SCHEMA))));
    }

    @ParameterizedTest
    @CsvSource({
        "true,  true,  true,  false, '{\"readOnlyHint\":true,\"openWorldHint\":false}'",
        "false, true,  false, true,  '{}'",
        "false, false, true,  true,  '{\"destructiveHint\":false,\"idempotentHint\":true}'"
    })
    void annotations_showWhatDiffersFromTheDefaults(
            boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld, String shown) {
        assertThat(Shapes.of(new ToolAnnotations(readOnly, destructive, idempotent, openWorld)))
                .isEqualTo(Json.parse(shown));
    }

    @Test
    void implementation_showsWhatTheRevisionKnows() {
        Implementation full = new Implementation(
                "n",
                "1",
                "Title",
                "Description",
                "https://example.com",
                List.of(
                        new Icon("data:image/svg+xml,x", "image/svg+xml", List.of("any")),
                        new Icon("https://x/i", null, List.of())));
        assertThat(Shapes.of(full, ProtocolVersion.V2025_03_26))
                .isEqualTo(Json.parse(json("{'name':'n','version':'1'}")));
        assertThat(Shapes.of(full, ProtocolVersion.V2025_06_18).keys())
                .contains("title")
                .doesNotContain("description");
        JsonObject newest = Shapes.of(full, ProtocolVersion.V2025_11_25);
        assertThat(newest.keys()).contains("description", "websiteUrl");
        assertThat(newest.get("icons"))
                .isEqualTo(Json.parse(json("[{'src':'data:image/svg+xml,x','mimeType':'image/svg+xml','sizes':['any']},"
                        + "{'src':'https://x/i'}]")));
    }

    @Test
    void implementation_isToldInFullOnceAndInBriefWithEveryResult() throws Exception {
        Implementation full = new Implementation("n", "1", "Title", null, null, List.of());
        McpServer server = McpServer.builder(full)
                .tool(FixtureServer.tool("t", call -> Outcome.complete(ToolResult.text("done"))))
                .build();
        try (StdioPeer peer = StdioPeer.open(server, ProtocolVersion.V2026_07_28)) {
            assertThat(peer.ask("server/discover", "{}").result().toString()).contains(json("'title':'Title'"));
            assertThat(peer.call("t", "{}").result().toString())
                    .contains(json("{'name':'n','version':'1'}"))
                    .doesNotContain("Title");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', false, false",
        "'{\"elicitation\":{}}', true, false",
        "'{\"elicitation\":{\"form\":{}}}', true, false",
        "'{\"elicitation\":{\"url\":{}}}', false, true",
        "'{\"elicitation\":{\"form\":{},\"url\":{}}}', true, true"
    })
    void elicitation_meansFormsUnlessItSaysOtherwise(String declared, boolean form, boolean url) {
        ClientCapabilities capabilities = new ClientCapabilities(Peer.object(declared));
        assertThat(capabilities.elicitationForm()).isEqualTo(form);
        assertThat(capabilities.elicitationUrl()).isEqualTo(url);
    }

    @Test
    void inputRequest_namesTheCapabilityItNeeds() {
        Map<InputRequest, String> needs = Map.of(
                InputRequest.form("m", SCHEMA), json("{'elicitation':{}}"),
                InputRequest.url("m", "https://example.com"), "{\"elicitation\":{\"url\":{}}}",
                InputRequest.sampling(JsonObject.EMPTY), json("{'sampling':{}}"),
                InputRequest.roots(), json("{'roots':{}}"));
        needs.forEach((request, needed) -> {
            assertThat(request.missingFrom(ClientCapabilities.NONE)).contains(Peer.object(needed));
            assertThat(request.missingFrom(new ClientCapabilities(Peer.object(needed))))
                    .isEmpty();
        });
    }

    @Test
    void extension_isDeclaredByName() {
        ClientCapabilities capabilities = new ClientCapabilities(Peer.object(json("{'extensions':{'a/b':{}}}")));
        assertThat(capabilities.extension("a/b")).isTrue();
        assertThat(capabilities.extension("a/c")).isFalse();
        assertThat(ClientCapabilities.NONE.extension("a/b")).isFalse();
    }

    @Test
    void outcome_thatRequiresInputAsksOrCarriesSomething() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Outcome.InputRequired(Map.of(), null));
    }

    @Test
    void resource_thatExistsHasAnItem() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ResourceContents(List.of(), CachePolicy.LIVE));
        assertThatIllegalArgumentException().isThrownBy(() -> new CachePolicy(-1, false));
    }

    @Test
    void limits_letSomethingThrough() {
        assertThatIllegalArgumentException().isThrownBy(() -> ServerLimits.DEFAULT.withMaxMessageBytes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> ServerLimits.DEFAULT.withMaxDepth(0));
        assertThatIllegalArgumentException().isThrownBy(() -> ServerLimits.DEFAULT.withMaxConcurrentCalls(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerLimits.DEFAULT.withShutdownGrace(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> McpServer.builder(FixtureServer.IMPLEMENTATION).pageSize(0));
    }

    @Test
    void sessions_inMemoryForgetTheLeastRecentlyUsed() {
        SessionStore store = SessionStore.inMemory(2, Duration.ofDays(1), InstantSource.system());
        LegacySession session = new LegacySession("x", ProtocolVersion.V2025_06_18, JsonObject.EMPTY);
        store.put("a", session);
        store.put("b", session);
        assertThat(store.find("a")).contains(session);
        store.put("c", session);
        assertThat(store.find("b")).isEmpty();
        assertThat(store.find("a")).isPresent();
        assertThat(store.remove("a")).isTrue();
        assertThat(store.remove("a")).isFalse();
    }

    @Test
    void sessions_ofOneSubjectMakeNoneOfAnotherLeave() {
        SessionStore store = SessionStore.inMemory(10, Duration.ofDays(1), InstantSource.system());
        store.put("alice", new LegacySession("alice", ProtocolVersion.V2025_06_18, JsonObject.EMPTY));
        for (int i = 0; i < 100; i++) {
            store.put("m" + i, new LegacySession("mallory", ProtocolVersion.V2025_06_18, JsonObject.EMPTY));
        }
        assertThat(store.find("alice")).isPresent();
        assertThat(store.find("m99")).isPresent();
        assertThat(store.find("m90")).isEmpty();
    }

    @Test
    void emptyList_hasOneEmptyPage() {
        Pages pages = Pages.render("tools", List.of(), 10, result -> result);
        assertThat(Json.parse(pages.at(JsonObject.EMPTY))).isEqualTo(JsonObject.of("tools", JsonArray.EMPTY));
    }
}
