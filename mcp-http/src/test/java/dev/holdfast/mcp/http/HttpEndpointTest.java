package dev.holdfast.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.SessionStore;
import dev.holdfast.mcp.fixture.FixtureServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two endpoints at one address: each with its own server, path and credentials. */
final class HttpEndpointTest {
    private final FixtureServer fixture = new FixtureServer();
    private final McpServer server = fixture.build();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpTransport transport = HttpTransport.start(
            server,
            HttpConfig.builder(Caller.anonymous("guest"))
                    .authenticator(Authenticator.token("first", Caller.authenticated("alice")))
                    .page(
                            "/page",
                            () -> HttpPage.Body.text(200, "text/plain", "fine").withHeaders(Map.of("X-Kind", "page")))
                    .beside(endpoint("/other/mcp"))
                    .build());

    private HttpEndpoint endpoint(String path) {
        return new HttpEndpoint(
                path,
                server,
                Authenticator.token("second", Caller.authenticated("ben")),
                SessionStore.inMemory(10, Duration.ofHours(1), InstantSource.system()));
    }

    @AfterEach
    void close() {
        fixture.gate.countDown();
        transport.close();
        client.close();
    }

    private HttpResponse<String> who(String path, String token) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + transport.port() + path))
                        .header("Content-Type", "application/json")
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", "who")
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString("""
                                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"who","arguments":{},
                                "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
                                "io.modelcontextprotocol/clientCapabilities":{}}}}\
                                """))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void credential_countsAtItsEndpointAlone() throws Exception {
        assertThat(who("/mcp", "first").body()).contains("alice");
        assertThat(who("/other/mcp", "second").body()).contains("ben");
        assertThat(who("/mcp", "second").statusCode()).isEqualTo(401);
        assertThat(who("/other/mcp", "first").statusCode()).isEqualTo(401);
    }

    @Test
    void page_hasTheHeadersItWasGiven() throws Exception {
        URI page = URI.create("http://127.0.0.1:" + transport.port() + "/page");
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("fine");
        assertThat(response.headers().firstValue("X-Kind")).contains("page");
    }

    @Test
    void onePath_isOneEndpoints() {
        HttpConfig twice = HttpConfig.builder(Caller.anonymous("guest"))
                .beside(endpoint("/mcp"))
                .build();

        assertThatThrownBy(() -> HttpTransport.start(server, twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/mcp");
    }
}
