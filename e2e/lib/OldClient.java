import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The official Java client, in the form that all its releases share. Starts the server that its arguments name, uses
 * it, and prints what it saw as one line of JSON.
 */
final class OldClient {
    private static final Map<String, Object> VALUE = Map.of("theme", "dark", "sizes", List.of(1, 2.5));

    public static void main(String[] command) throws Exception {
        ServerParameters server = ServerParameters.builder(command[0])
                .args(List.of(command).subList(1, command.length))
                .env(System.getenv())
                .build();
        try (McpSyncClient client = McpClient.sync(transport(server))
                .requestTimeout(Duration.ofSeconds(30))
                .build()) {
            String revision = client.initialize().protocolVersion();
            String written = call(client, Map.of("key", "theme", "value", VALUE));
            List<Resource> resources = client.listResources().resources();
            TextResourceContents read = (TextResourceContents)
                    client.readResource(new ReadResourceRequest(resources.get(0).uri())).contents().get(0);
            System.out.printf(
                    "{\"revision\":\"%s\",\"tools\":%s,\"resources\":%s,\"prompts\":%s,\"written\":%s,\"read\":%s,"
                            + "\"refused\":%s,\"resource\":%s}%n",
                    revision,
                    names(client.listTools().tools(), tool -> tool.name()),
                    names(resources, resource -> resource.uri()),
                    names(client.listPrompts().prompts(), prompt -> prompt.name()),
                    written,
                    call(client, Map.of("key", "theme")),
                    call(client, Map.of("key", "theme", "handle", "@missing")),
                    read.text());
        }
        System.exit(0); // some releases leave threads behind
    }

    private static String call(McpSyncClient client, Map<String, Object> arguments) {
        var result = client.callTool(new CallToolRequest("state", arguments));
        return ((TextContent) result.content().get(0)).text();
    }

    private static <T> String names(List<T> items, Function<T, String> name) {
        return items.stream().map(item -> '"' + name.apply(item) + '"').collect(Collectors.joining(",", "[", "]"));
    }

    /** Later releases are given the JSON library to use, which they find by its service. */
    private static StdioClientTransport transport(ServerParameters server) throws Exception {
        Constructor<?> shortest = Arrays.stream(StdioClientTransport.class.getConstructors())
                .min((one, other) -> one.getParameterCount() - other.getParameterCount())
                .orElseThrow();
        if (shortest.getParameterCount() == 1) {
            return (StdioClientTransport) shortest.newInstance(server);
        }
        Class<?> service = Class.forName("io.modelcontextprotocol.json.McpJsonMapperSupplier");
        Supplier<?> mapper = (Supplier<?>) ServiceLoader.load(service).findFirst().orElseThrow();
        return (StdioClientTransport) shortest.newInstance(server, mapper.get());
    }
}
