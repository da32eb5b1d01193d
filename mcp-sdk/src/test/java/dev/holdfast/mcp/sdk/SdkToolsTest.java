package dev.holdfast.mcp.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.modern.McpSchema;
import io.modelcontextprotocol.modern.client.transport.StdioMcpClientTransport;
import io.modelcontextprotocol.modern.server.transport.StdioMcpTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real servers and clients of the SDK, over a connection. */
final class SdkToolsTest {
    @TempDir
    private Path folder;

    /** What a client of the SDK's second generation gets. */
    private static JsonObject call(Holdfast holdfast, String tool, Map<String, Object> arguments, boolean fails)
            throws Exception {
        try (Pipe pipe = new Pipe()) {
            var server = new StdioMcpTransport(
                    CartTools.modern(CartTools.tools(holdfast)),
                    McpJsonDefaults.getMapper(),
                    pipe.serverIn(),
                    pipe.serverOut());
            server.start().subscribe();
            try (StdioMcpClientTransport transport = StdioMcpClientTransport.builder(pipe.clientIn(), pipe.clientOut())
                    .start()) {
                var client = io.modelcontextprotocol.modern.client.McpClient.sync(transport)
                        .build();
                McpSchema.CallToolResult result = client.tool(tool)
                        .arguments(arguments)
                        .callTimeout(Duration.ofSeconds(20))
                        .call();
                assertThat(Boolean.TRUE.equals(result.isError()))
                        .as("%s", result.content())
                        .isEqualTo(fails);
                McpSchema.TextContent text =
                        (McpSchema.TextContent) result.content().getFirst();
                return (JsonObject) Json.parse(text.text());
            }
        }
    }

    @Test
    void handle_isMintedAndOpensTheStateAgainAlsoAfterARestart() throws Exception {
        String address = "file:" + folder.resolve("store");
        String handle;
        try (Holdfast holdfast = Holdfast.open(address)) {
            JsonObject first = call(holdfast, "cart_add", Map.of("item", "tea"), false);
            handle = Objects.requireNonNull(first.string("handle"));
            assertThat(first.get("items")).hasToString("[\"tea\"]");
            JsonObject other = call(holdfast, "cart_add", Map.of("item", "salt"), false);
            assertThat(other.string("handle")).isNotEqualTo(handle);
        }
        try (Holdfast holdfast = Holdfast.open(address)) {
            JsonObject second = call(holdfast, "cart_add", Map.of("item", "bread", "handle", handle), false);
            assertThat(second.get("items")).hasToString("[\"tea\",\"bread\"]");
            assertThat(second.string("handle")).isEqualTo(handle);
        }
    }

    @Test
    void methods_haveTheStatesOfTheirCallerAlsoAfterARestart() throws Exception {
        String address = "file:" + folder.resolve("store");
        try (Holdfast holdfast = Holdfast.open(address)) {
            call(holdfast, "mine_add", Map.of("name", "tea", "price", 3.25), false);
        }
        try (Holdfast holdfast = Holdfast.open(address)) {
            assertThat(call(holdfast, "mine_add", Map.of("name", "salt", "price", 2), false)
                            .get("items"))
                    .hasToString("[{\"name\":\"tea\",\"price\":3.25},{\"name\":\"salt\",\"price\":2}]");
        }
    }

    @Test
    void failure_keepsItsFacts() throws Exception {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            JsonObject unknown =
                    call(holdfast, "cart_add", Map.of("item", "tea", "handle", "st_00000000000000000000000000"), true);
            assertThat(unknown.string("code")).isEqualTo("not_found");
            assertThat(unknown.string("hint")).isNotEmpty();
            assertThat(call(holdfast, "state_write", Map.of("handle", "@none", "set", Map.of("a", 1)), true)
                            .string("code"))
                    .isEqualTo("not_found");
        }
    }

    @Test
    void erasing_needsASecondCallWithWhatTheFirstShowed() throws Exception {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            String handle = holdfast.open(StateSpec.unnamed()).handle().value();
            JsonObject asked = call(holdfast, "state_close", Map.of("handle", handle, "erase", true), true);
            assertThat(asked.string("code")).isEqualTo("rejected");
            assertThat(asked.has("confirm")).isTrue();
            assertThat(call(holdfast, "state_read", Map.of("handle", handle), false)
                            .has("revision"))
                    .isTrue();
        }
    }

    @Test
    void wait_endsWithItsTimeWithoutATask() throws Exception {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            String handle = holdfast.open(StateSpec.unnamed()).handle().value();
            JsonObject waited = call(holdfast, "state_wait", Map.of("handle", handle, "timeout_seconds", 1), false);
            assertThat(waited.isEmpty()).isFalse();
        }
    }

    @Test
    void stateOfAnotherPrincipal_isNotFound() throws Exception {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            String bobs = holdfast.as(Principal.of("bob"))
                    .open(StateSpec.unnamed())
                    .state()
                    .handle()
                    .value();
            JsonObject refused = call(holdfast, "cart_add", Map.of("item", "tea", "handle", bobs), true);
            assertThat(refused.string("code")).isEqualTo("not_found");
        }
    }

    @Test
    void ownTools_keepStatesWithEveryKindOfValue() throws Exception {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            List<Object> list = new ArrayList<>(List.of("x", true, 12345678901L));
            list.add(null);
            JsonObject opened = call(
                    holdfast,
                    "state_open",
                    Map.of("name", "order", "data", Map.of("price", 3.25, "list", list)),
                    false);
            String handle = Objects.requireNonNull(opened.string("handle"));
            JsonObject read = call(holdfast, "state_read", Map.of("handle", handle), false);
            assertThat(read.object("data"))
                    .isEqualTo(Json.parse("{\"price\":3.25,\"list\":[\"x\",true,12345678901,null]}"));
            assertThat(holdfast.open(StateSpec.named("order")).handle().value()).isEqualTo(handle);
        }
    }

    /** The server is a process of its own, and shares the store with this one. */
    @Test
    void serverWithSessions_hasTheSameToolsAndStates() {
        String address = "file:" + folder.resolve("store");
        ServerParameters program = ServerParameters.builder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .args("-cp", classPath(), CartTools.class.getName(), address)
                .build();
        try (Holdfast holdfast = Holdfast.open(address);
                McpSyncClient client = McpClient.sync(new StdioClientTransport(program, McpJsonDefaults.getMapper()))
                        .requestTimeout(Duration.ofSeconds(30))
                        .initializationTimeout(Duration.ofSeconds(30))
                        .build()) {
            client.initialize();
            assertThat(client.listTools().tools())
                    .extracting(io.modelcontextprotocol.spec.McpSchema.Tool::name)
                    .contains("cart_add", "state_open", "state_read", "state_write");
            JsonObject first = call(client, Map.of("item", "tea"), false);
            String handle = Objects.requireNonNull(first.string("handle"));
            holdfast.open(StateSpec.handle(handle)).write(w -> w.append("items", "salt"));
            assertThat(call(client, Map.of("item", "bread", "handle", handle), false)
                            .get("items"))
                    .hasToString("[\"tea\",\"salt\",\"bread\"]");
            assertThat(call(client, Map.of("item", "bread", "handle", "st_x"), true)
                            .has("hint"))
                    .isTrue();
        }
    }

    private static JsonObject call(McpSyncClient client, Map<String, Object> arguments, boolean fails) {
        var result = client.callTool(io.modelcontextprotocol.spec.McpSchema.CallToolRequest.builder("cart_add")
                .arguments(arguments)
                .build());
        assertThat(Boolean.TRUE.equals(result.isError()))
                .as("%s", result.content())
                .isEqualTo(fails);
        var text = (io.modelcontextprotocol.spec.McpSchema.TextContent)
                result.content().getFirst();
        return (JsonObject) Json.parse(text.text());
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    @Test
    void tools_areListedWithSchemasAndHints() {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            SdkTools tools = CartTools.tools(holdfast);
            assertThat(tools.modern())
                    .hasSize(tools.sessions().size())
                    .hasSize(tools.stateless().size());
            McpSchema.Tool add = tools.modern().getFirst().definition();
            assertThat(Objects.requireNonNull(SdkValues.json(add.inputSchema()).object("properties"))
                            .keys())
                    .containsExactly("item", "handle");
            assertThat(add.annotations().readOnlyHint()).isFalse();
            assertThat(tools.stateless().getFirst().tool().inputSchema()).isEqualTo(add.inputSchema());
        }
    }
}
