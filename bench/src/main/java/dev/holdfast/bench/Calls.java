package dev.holdfast.bench;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Tool calls of the modern protocol: as text, and one by one to a server while a measurement is prepared. */
final class Calls implements AutoCloseable {
    private static final String META = """
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientCapabilities":{},\
            "io.modelcontextprotocol/clientInfo":{"name":"bench","version":"1"}}""";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final List<String> credentials;

    Calls(int port) {
        this(port, List.of());
    }

    /** Calls with an API key. */
    Calls(int port, String key) {
        this(port, List.of("Authorization", "Bearer " + key));
    }

    private Calls(int port, List<String> credentials) {
        server = URI.create("http://127.0.0.1:" + port + "/mcp");
        this.credentials = credentials;
    }

    static String body(String tool, String arguments) {
        return bodyWithId(tool, arguments).formatted(1);
    }

    /** The same with {@code %d} for the id; the arguments hold no percent sign. */
    static String bodyWithId(String tool, String arguments) {
        return """
                {"jsonrpc":"2.0","id":%%d,"method":"tools/call","params":{"name":"%s",\
                "arguments":%s,%s}}""".formatted(tool, arguments, META);
    }

    /** The whole response body. */
    String response(String tool, String arguments) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", tool)
                .POST(HttpRequest.BodyPublishers.ofString(body(tool, arguments)));
        if (!credentials.isEmpty()) {
            request.headers(credentials.toArray(String[]::new));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** The tool's answer. */
    JsonObject call(String tool, String arguments) throws IOException, InterruptedException {
        String response = response(tool, arguments);
        JsonObject result = Json.parse(response) instanceof JsonObject envelope ? envelope.object("result") : null;
        JsonObject answer = result == null ? null : result.object("structuredContent");
        if (answer != null) {
            return answer;
        }
        throw new IOException(tool + " was refused: " + response);
    }

    boolean isUp() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(server.resolve("/health")).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
