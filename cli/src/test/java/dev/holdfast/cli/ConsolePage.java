package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Crowd;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What the page of the console asks a server for. */
record ConsolePage(String address, HttpClient client) implements AutoCloseable {
    ConsolePage(String address) {
        this(
                address,
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The list of tools, as it is sent. */
    String tools(String token) throws Exception {
        HttpResponse<String> response = post("tools/list", "", token);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    HttpResponse<String> call(String tool, String arguments, String token) throws Exception {
        return post("tools/call", "\"name\":\"" + tool + "\",\"arguments\":" + arguments + ",", token);
    }

    /** @param params of the request, but for its metadata, with a comma at the end */
    HttpResponse<String> post(String method, String params, String token) throws Exception {
        HttpRequest.Builder request = request("/console/mcp")
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method)
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"jsonrpc":"2.0","id":1,"method":"%s","params":{%s"_meta":{
                        "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                        "io.modelcontextprotocol/clientCapabilities":{}}}}\
                        """.formatted(method, params)));
        if (method.equals("tools/call")) {
            request.header("Mcp-Name", params.substring(8, params.indexOf('"', 8)));
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(Crowd.PATIENCE_SECONDS));
    }

    @Override
    public void close() {
        client.close();
    }
}
