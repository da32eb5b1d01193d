package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import dev.holdfast.mcp.http.Cell.Transport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What only the stateless era has, over both transports. */
@ParameterizedClass
@EnumSource(Transport.class)
final class ModernEraTest {
    private final Cell cell;
    private Peer peer;

    ModernEraTest(Transport transport) {
        this.cell = new Cell(transport, ProtocolVersion.V2026_07_28);
    }

    @BeforeEach
    void open() throws Exception {
        peer = cell.open(new FixtureServer().build());
    }

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void discover_tellsVersionsCapabilitiesAndInstructions() throws Exception {
        Answer answer = peer.ask("server/discover", "{}");
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.result()).isEqualTo(Json.parse("""
            {"resultType":"complete",
            "supportedVersions":["2026-07-28","2025-11-25","2025-06-18","2025-03-26","2024-11-05"],
            "capabilities":{"tools":{},"resources":{}},"instructions":"Call echo.",
            "ttlMs":3600000,"cacheScope":"public",
            "_meta":{"io.modelcontextprotocol/serverInfo":{"name":"fixture","version":"1.0"}}}\
            """));
    }

    @Test
    void call_isNotCacheable() throws Exception {
        JsonObject result = peer.call("echo", "{}").result();
        assertThat(result.has("ttlMs") || result.has("cacheScope")).isFalse();
    }

    @Test
    void methods_ofTheHandshakeEraAreNotFound() throws Exception {
        for (String method : List.of(
                "initialize",
                "ping",
                "logging/setLevel",
                "resources/subscribe",
                "resources/unsubscribe",
                "tasks/result",
                "tasks/list")) {
            Answer answer = peer.ask(method, json("{'protocolVersion':'2025-11-25','capabilities':{}}"));
            assertThat(answer.status()).as(method).isEqualTo(cell.status(404));
            assertThat(answer.code()).as(method).isEqualTo(-32601);
        }
    }

    @Test
    void method_behindACapabilityThatIsNotAdvertisedIsNotFound() throws Exception {
        for (String method : List.of("prompts/list", "completion/complete", "subscriptions/listen", "tasks/get")) {
            assertThat(peer.ask(method, "{}").code()).as(method).isEqualTo(-32601);
        }
    }

    @Test
    void request_withoutItsMetaIsAnInvalidParameter() throws Exception {
        for (String meta : List.of(
                "{}",
                json("{'_meta':{}}"),
                json("{'_meta':7}"),
                json("{'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28'}}"),
                json("{'_meta':{'io.modelcontextprotocol/clientCapabilities':{}}}"),
                meta("7", "{}"),
                meta(json("'2026-07-28'"), "[]"))) {
            Answer answer = peer.sendRaw(request("tools/list", meta));
            assertThat(answer.status()).as(meta).isEqualTo(cell.status(400));
            assertThat(answer.code()).as(meta).isEqualTo(-32602);
            assertThat(answer.message().get("id")).isEqualTo(Json.of(1));
        }
    }

    @Test
    void request_needsNoClientInfo() throws Exception {
        assertThat(peer.sendRaw(request("tools/list", meta(json("'2026-07-28'"), "{}")))
                        .result()
                        .has("tools"))
                .isTrue();
    }

    @Test
    void version_thatIsUnknownIsUnsupported() throws Exception {
        Answer answer = sendAs("1900-01-01");
        assertThat(answer.status()).isEqualTo(cell.status(400));
        assertThat(answer.error()).isEqualTo(Json.parse("""
            {"code":-32022,"message":"Unsupported protocol version","data":
            {"supported":["2026-07-28","2025-11-25","2025-06-18","2025-03-26","2024-11-05"],
            "requested":"1900-01-01"}}\
            """));
    }

    @Test
    void version_ofTheHandshakeEraNeedsTheHandshake() throws Exception {
        Answer answer = sendAs("2025-06-18");
        assertThat(answer.status()).isEqualTo(cell.status(400));
        assertThat(answer.error()).isEqualTo(Json.parse("""
            {"code":-32022,"message":"Protocol version 2025-06-18 needs the initialize handshake","data":
            {"supported":["2026-07-28","2025-11-25","2025-03-26","2024-11-05"],"requested":"2025-06-18"}}\
            """));
    }

    @Test
    void capability_thatWasNotDeclaredIsNamed() throws Exception {
        Answer answer = peer.call("needy", "{}");
        assertThat(answer.status()).isEqualTo(cell.status(400));
        assertThat(answer.code()).isEqualTo(-32021);
        assertThat(answer.error().get("data")).isEqualTo(Json.parse(json("{'requiredCapabilities':{'sampling':{}}}")));
    }

    @Test
    void input_isRequiredAndTheCallRepeatedWithAnswers() throws Exception {
        assertThat(peer.call("ask", "{}").result()).isEqualTo(Json.parse("""
            {"resultType":"input_required","inputRequests":{"name":{"method":"elicitation/create","params":
            {"mode":"form","message":"Your name?","requestedSchema":{"type":"object"}}}},
            "_meta":{"io.modelcontextprotocol/serverInfo":{"name":"fixture","version":"1.0"}}}\
            """));
        Answer again = peer.ask("tools/call", """
            {"name":"ask","inputResponses":{"name":{"action":"accept","content":{}},"other":{}}}\
            """);
        assertThat(again.result().toString()).contains("Hello, accept");
    }

    @Test
    void input_isNotAskedOfAClientThatCannotGiveIt() throws Exception {
        Answer answer = peer.sendRaw(request(
                "tools/call",
                Peer.object(meta(json("'2026-07-28'"), json("{'elicitation':{'url':{}}}")))
                        .with("name", Json.of("ask"))
                        .toString()));
        assertThat(answer.status()).isEqualTo(cell.status(400));
        assertThat(answer.code()).isEqualTo(-32021);
        assertThat(answer.error().get("data"))
                .isEqualTo(Json.parse(json("{'requiredCapabilities':{'elicitation':{'form':{}}}}")));
    }

    @Test
    void answers_thatAreNoObjectsAreAnInvalidParameter() throws Exception {
        for (String responses : List.of("true", "7", json("{'name':12345}"))) {
            Answer answer = peer.ask("tools/call", json("{'name':'ask','inputResponses':") + responses + "}");
            assertThat(answer.code()).as(responses).isEqualTo(-32602);
        }
    }

    @Test
    void state_thatThisServerNeverGaveIsAnInvalidParameter() throws Exception {
        Answer answer = peer.ask("tools/call", json("{'name':'ask','requestState':'v1.forged'}"));
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.code()).isEqualTo(-32602);
    }

    @Test
    void state_isNeverSentUnsealed() throws Exception {
        Answer answer = peer.call("carry", "{}");
        assertThat(answer.result().string("resultType")).isEqualTo("input_required");
        assertThat(answer.result().string("requestState")).startsWith("v1.");
        assertThat(answer.result().has("inputRequests")).isFalse();
        assertThat(answer.message().toString()).doesNotContain("secret");
    }

    /** A request in the name of a revision, with the header that goes with it. */
    private Answer sendAs(String version) throws Exception {
        String request = request("tools/list", meta("\"" + version + "\"", "{}"));
        if (peer instanceof HttpPeer http) {
            return HttpPeer.answer(
                    http.post(request, Map.of("MCP-Protocol-Version", version, "Mcp-Method", "tools/list")));
        }
        return peer.sendRaw(request);
    }

    private static String request(String method, String params) {
        return json("{'jsonrpc':'2.0','id':1,'method':'%s','params':%s}").formatted(method, params);
    }

    private static String meta(String version, String capabilities) {
        return """
            {"_meta":{"io.modelcontextprotocol/protocolVersion":%s,\
            "io.modelcontextprotocol/clientCapabilities":%s}}\
            """.formatted(version, capabilities);
    }
}
