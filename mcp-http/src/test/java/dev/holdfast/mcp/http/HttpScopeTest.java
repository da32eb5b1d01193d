package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ScopePolicy;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a token must grant, in every era, and who must have one at all. */
final class HttpScopeTest {
    private static final ScopePolicy POLICY = ScopePolicy.builder()
            .tool("who", Set.of("read"))
            .tool("echo", arguments -> arguments.has("value") ? Set.of("write") : Set.of())
            .method("resources/read", Set.of("read"))
            .implies("write", Set.of("read"))
            .build();

    /** A token is the scope it grants. */
    private static final Authenticator SCOPES = token -> Optional.of(Caller.authenticated("alice", Set.of(token)));

    private static HttpPeer open(ProtocolVersion version) throws Exception {
        McpServer server = new FixtureServer().builder().scopes(POLICY).build();
        return HttpPeer.open(
                server,
                HttpConfig.builder(Caller.anonymous("guest"))
                        .authenticator(SCOPES)
                        .build(),
                version);
    }

    private static HttpResponse<String> call(HttpPeer peer, String token, String method, String params)
            throws Exception {
        String text =
                peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'") + method + json("','params':") + params + "}");
        Map<String, String> headers = new LinkedHashMap<>(peer.headers(text));
        headers.put("Authorization", "Bearer " + token);
        return peer.post(text, headers);
    }

    @Test
    void scopes_areAskedForByMethodToolAndArguments() throws Exception {
        try (HttpPeer peer = open(ProtocolVersion.V2026_07_28)) {
            assertThat(call(peer, "other", "tools/list", "{}").statusCode()).isEqualTo(200);
            assertThat(call(peer, "other", "tools/call", json("{'name':'who'}")).statusCode())
                    .isEqualTo(403);
            assertThat(call(peer, "read", "tools/call", json("{'name':'who'}")).statusCode())
                    .isEqualTo(200);
            assertThat(call(peer, "write", "tools/call", json("{'name':'who'}")).statusCode())
                    .isEqualTo(200);
            assertThat(call(peer, "read", "tools/call", json("{'name':'echo','arguments':{}}"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(call(peer, "read", "tools/call", json("{'name':'echo','arguments':{'value':1}}"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(call(peer, "other", "resources/read", json("{'uri':'test://text'}"))
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void scopes_thatLackAreToldToTheClient() throws Exception {
        try (HttpPeer peer = open(ProtocolVersion.V2026_07_28)) {
            HttpResponse<String> response = call(peer, "other", "tools/call", json("{'name':'who'}"));
            assertThat(response.headers().firstValue("WWW-Authenticate"))
                    .contains(json("Bearer error='insufficient_scope', scope='read', "
                            + "error_description='This request needs a token of more scope'"));
            Answer answer = HttpPeer.answer(response);
            assertThat(answer.code()).isEqualTo(-32600);
            assertThat(answer.error().string("message")).contains("read");
        }
    }

    @Test
    void scopes_areAskedForInSessionsAndBatchesToo() throws Exception {
        McpServer server = new FixtureServer().builder().scopes(POLICY).build();
        HttpConfig config = HttpConfig.builder(Caller.anonymous("guest"))
                .authenticator(SCOPES)
                .build();
        try (HttpTransport transport = HttpTransport.start(server, config);
                HttpPeer peer = HttpPeer.join(transport, ProtocolVersion.V2026_07_28)) {
            String opening = """
                    {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-03-26",
                    "capabilities":{},"clientInfo":{"name":"c","version":"1"}}}""";
            String session = peer.post(opening, Map.of("Authorization", "Bearer other"))
                    .headers()
                    .firstValue("Mcp-Session-Id")
                    .orElseThrow();
            String who = json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'who'}}");
            String ping = json("{'jsonrpc':'2.0','id':2,'method':'ping'}");
            for (String text : new String[] {who, "[" + ping + "," + who + "]"}) {
                assertThat(peer.post(text, Map.of("Mcp-Session-Id", session, "Authorization", "Bearer other"))
                                .statusCode())
                        .isEqualTo(403);
                assertThat(peer.post(text, Map.of("Mcp-Session-Id", session, "Authorization", "Bearer read"))
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void scopes_doNotLimitWhomNoCredentialIsAskedOf() throws Exception {
        McpServer server = new FixtureServer().builder().scopes(POLICY).build();
        try (HttpPeer peer = HttpPeer.open(server, ProtocolVersion.V2026_07_28)) {
            assertThat(peer.call("who", "{}").status()).isEqualTo(200);
        }
    }

    @Test
    void authenticators_canBeCombined() throws Exception {
        Authenticator either = Authenticator.token("a", Caller.authenticated("alice"))
                .or(Authenticator.token("b", Caller.authenticated("bob")));
        HttpConfig config = HttpConfig.builder(Caller.anonymous("guest"))
                .authenticator(either)
                .build();
        try (HttpPeer peer = HttpPeer.open(new FixtureServer().build(), config, ProtocolVersion.V2026_07_28)) {
            assertThat(call(peer, "a", "tools/call", json("{'name':'who'}")).body())
                    .contains("alice");
            assertThat(call(peer, "b", "tools/call", json("{'name':'who'}")).body())
                    .contains("bob");
            assertThat(call(peer, "c", "tools/call", json("{'name':'who'}")).statusCode())
                    .isEqualTo(401);
            HttpRequest.Builder metadata =
                    peer.request("/.well-known/oauth-protected-resource").GET();
            assertThat(peer.exchange(metadata).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void bind_beyondLoopbackNeedsAnAuthenticator() {
        McpServer server = new FixtureServer().build();
        for (String host : new String[] {"0.0.0.0", "::"}) {
            HttpConfig open =
                    HttpConfig.builder(Caller.anonymous("guest")).host(host).build();
            assertThatThrownBy(() -> HttpTransport.start(server, open))
                    .as(host)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(host);
        }
    }
}
