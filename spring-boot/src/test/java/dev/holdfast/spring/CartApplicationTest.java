package dev.holdfast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application is a process of its own, and its client that of the official SDK. */
final class CartApplicationTest {
    private static final int CALLS = 10;

    @TempDir
    private Path folder;

    @Test
    void cart_isSharedByTwoServersAndOutlivesThem() throws Exception {
        try (McpSyncClient one = server();
                McpSyncClient other = server();
                ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<?> fromOne = pool.submit(() -> addAll(one, 3.25));
            addAll(other, 2);
            fromOne.get();
        }
        try (McpSyncClient again = server()) {
            JsonObject cart = call(again, "cart_show", Map.of());
            assertThat(cart.array("items")).hasSize(2 * CALLS).doesNotHaveDuplicates();
        }
    }

    private static void addAll(McpSyncClient client, Number price) {
        for (int i = 0; i < CALLS; i++) {
            call(client, "cart_add", Map.of("name", "tea " + i, "price", price));
        }
    }

    private McpSyncClient server() {
        ServerParameters program = ServerParameters.builder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .args(
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CartApplication.class.getName(),
                        "--holdfast.store=file:" + folder.resolve("store"))
                .build();
        McpSyncClient client = McpClient.sync(new StdioClientTransport(program, McpJsonDefaults.getMapper()))
                .requestTimeout(Duration.ofMinutes(1))
                .initializationTimeout(Duration.ofMinutes(1))
                .build();
        client.initialize();
        return client;
    }

    private static JsonObject call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        McpSchema.CallToolResult result = client.callTool(
                McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
        assertThat(result.isError()).as("%s", result.content()).isNotEqualTo(true);
        McpSchema.TextContent text =
                (McpSchema.TextContent) Objects.requireNonNull(result.content()).getFirst();
        return (JsonObject) Json.parse(text.text());
    }
}
