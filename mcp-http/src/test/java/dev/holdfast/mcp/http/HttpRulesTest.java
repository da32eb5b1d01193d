package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HTTP adds to a message of the stateless era: headers that repeat it, statuses, methods, media types. */
final class HttpRulesTest {
    private static final String VERSION = "MCP-Protocol-Version";
    private static final String METHOD = "Mcp-Method";
    private static final String NAME = "Mcp-Name";
    private static final String MODERN = HttpPeer.MODERN;

    private HttpPeer peer;

    @BeforeEach
    void open() throws Exception {
        peer = HttpPeer.open(new FixtureServer().build(), ProtocolVersion.V2026_07_28);
    }

    @AfterEach
    void close() {
        peer.close();
    }

    // --- Headers that repeat the body

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "none", textBlock = """
        no version, none, tools/list, Header MCP-Protocol-Version is missing
        version of the other era, 2025-11-25, tools/list, Header MCP-Protocol-Version differs from the body
        version that never was, 1900-01-01, tools/list, Header MCP-Protocol-Version differs from the body
        no method, 2026-07-28, none, Header Mcp-Method is missing
        another method, 2026-07-28, tools/call, Header Mcp-Method differs from the body
        method in another case, 2026-07-28, Tools/List, Header Mcp-Method differs from the body
        """)
    void headers_mustRepeatTheBody(String what, @Nullable String version, @Nullable String method, String message)
            throws Exception {
        String list = peer.shape(json("{'jsonrpc':'2.0','id':'h','method':'tools/list'}"));
        assertMismatch(peer.post(list, headers(version, method, null)), message);
        assertThat(peer.post(list, headers(MODERN, "tools/list", null)).statusCode())
                .as("but for what is wrong with %s", what)
                .isEqualTo(200);
    }

    @Test
    void headerName_mustRepeatTheNameOfWhatIsCalledOrRead() throws Exception {
        String call = peer.shape(json("{'jsonrpc':'2.0','id':'h','method':'tools/call','params':{'name':'who'}}"));
        String read =
                peer.shape(json("{'jsonrpc':'2.0','id':'h','method':'resources/read','params':{'uri':'test://text'}}"));
        assertMismatch(peer.post(call, headers(MODERN, "tools/call", null)), "Header Mcp-Name is missing");
        assertMismatch(peer.post(call, headers(MODERN, "tools/call", "Who")), "Header Mcp-Name differs from the body");
        assertMismatch(peer.post(read, headers(MODERN, "resources/read", null)), "Header Mcp-Name is missing");
        assertMismatch(
                peer.post(read, headers(MODERN, "resources/read", "test://blob")),
                "Header Mcp-Name differs from the body");
        assertThat(peer.post(call, headers(MODERN, "tools/call", " who ")).statusCode())
                .isEqualTo(200);
        assertThat(peer.post(read, headers(MODERN, "resources/read", "test://text"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void headerName_mayBeEncoded() throws Exception {
        String name = "Hello, 世界";
        String call = peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'%s'}}")
                .formatted(name));
        String encoded = "=?base64?" + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)) + "?=";
        Answer answer = HttpPeer.answer(peer.post(call, headers(MODERN, "tools/call", encoded)));
        assertThat(answer.error().string("message")).isEqualTo("Unknown tool: " + name);
        assertMismatch(
                peer.post(
                        call.replace(json("'id':1"), json("'id':'h'")),
                        headers(MODERN, "tools/call", encoded.replace("=?=", "?="))),
                "Header Mcp-Name is marked as base64 but is not");
    }

    @Test
    void headerName_thatNamesWhatTheBodyDoesNotIsAMismatch() throws Exception {
        String call = peer.shape(json("{'jsonrpc':'2.0','id':'h','method':'tools/call'}"));
        assertMismatch(
                peer.post(call, headers(MODERN, "tools/call", "who")),
                "Header Mcp-Name names something that the body does not");
        assertThat(HttpPeer.answer(peer.post(call, headers(MODERN, "tools/call", null)))
                        .code())
                .isEqualTo(-32602);
    }

    @Test
    void header_thatComesTwiceIsAMismatch() throws Exception {
        String list = peer.shape(json("{'jsonrpc':'2.0','id':'h','method':'tools/list'}"));
        HttpRequest.Builder twice = peer.request("/mcp")
                .header("Content-Type", "application/json")
                .header(VERSION, MODERN)
                .header(METHOD, "tools/list")
                .header(METHOD, "tools/call")
                .POST(HttpRequest.BodyPublishers.ofString(list));
        assertMismatch(peer.exchange(twice), "Header Mcp-Method differs from the body");
    }

    @Test
    void header_namesAreOfAnyCase() throws Exception {
        String list = peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/list'}"));
        String request = "POST /mcp HTTP/1.1\r\nHOST: localhost:" + peer.port()
                + "\r\ncontent-TYPE: application/json\r\nmcp-protocol-VERSION: 2026-07-28\r\nMCP-METHOD: tools/list"
                + "\r\nconnection: close\r\ncontent-length: " + list.length() + "\r\n\r\n" + list;
        assertThat(RawHttp.exchange(peer.port(), request)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void checks_comeInTheOrderOfTheSpecification() throws Exception {
        String noMeta = json("{'jsonrpc':'2.0','id':1,'method':'no/such'}");
        String unknownVersion = """
            {"jsonrpc":"2.0","id":1,"method":"no/such","params":{"_meta":{\
            "io.modelcontextprotocol/protocolVersion":"v999",\
            "io.modelcontextprotocol/clientCapabilities":{}}}}\
            """;
        assertThat(code(noMeta, headers(MODERN, "x", null))).isEqualTo(-32602);
        assertThat(code(unknownVersion, headers(MODERN, "x", null))).isEqualTo(-32020);
        assertThat(code(unknownVersion, headers("v999", "x", null))).isEqualTo(-32022);
        assertThat(code(peer.shape(noMeta), headers(MODERN, "x", null))).isEqualTo(-32020);
        assertThat(code(peer.shape(noMeta), headers(MODERN, "no/such", null))).isEqualTo(-32601);
    }

    @Test
    void version_inTheHeaderAloneIsModernWithoutMeta() throws Exception {
        String list = json("{'jsonrpc':'2.0','id':1,'method':'tools/list'}");
        for (String version : List.of(MODERN, "2099-01-01")) {
            HttpResponse<String> response = peer.post(list, headers(version, "tools/list", null));
            assertThat(response.statusCode()).as(version).isEqualTo(400);
            assertThat(HttpPeer.answer(response).code()).as(version).isEqualTo(-32602);
        }
    }

    // --- Messages that are not requests

    @Test
    void notification_isAcceptedWhateverItsHeaders() throws Exception {
        String cancelled = json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':1}}");
        HttpResponse<String> response = peer.post(cancelled, headers(MODERN, null, null));
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void response_isRefusedSinceNothingWasAsked() throws Exception {
        HttpResponse<String> response =
                peer.post(json("{'jsonrpc':'2.0','id':1,'result':{}}"), headers(MODERN, null, null));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(HttpPeer.answer(response).code()).isEqualTo(-32600);
    }

    // --- Sessions do not exist

    @Test
    void session_isNeitherNeededNorGiven() throws Exception {
        String list = peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/list'}"));
        Map<String, String> headers = headers(MODERN, "tools/list", null);
        headers.put("Mcp-Session-Id", "made-up");
        headers.put("Last-Event-ID", "7");
        HttpResponse<String> response = peer.post(list, headers);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().map()).doesNotContainKey("mcp-session-id");
    }

    @Test
    void methods_otherThanPostAreNotAllowed() throws Exception {
        for (String method : List.of("GET", "DELETE", "PUT", "PATCH")) {
            HttpRequest.Builder request = peer.request("/mcp").method(method, HttpRequest.BodyPublishers.noBody());
            HttpResponse<String> response = peer.exchange(request.header(VERSION, MODERN));
            assertThat(response.statusCode()).as(method).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).as(method).contains("POST");
        }
    }

    // --- Media types

    @Test
    void body_mustBeJson() throws Exception {
        String list = peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/list'}"));
        for (String type : List.of("text/plain", "application/xml", "application/jsonx", "*/*")) {
            Map<String, String> headers = headers(MODERN, "tools/list", null);
            headers.put("Content-Type", type);
            HttpResponse<String> response = peer.post(list, headers);
            assertThat(response.statusCode()).as(type).isEqualTo(415);
            assertThat(HttpPeer.answer(response).code()).as(type).isEqualTo(-32600);
        }
        for (String type : List.of("application/json; charset=utf-8", "Application/JSON ;charset=UTF-8")) {
            Map<String, String> headers = headers(MODERN, "tools/list", null);
            headers.put("Content-Type", type);
            assertThat(peer.post(list, headers).statusCode()).as(type).isEqualTo(200);
        }
    }

    @Test
    void body_withoutTypeIsRefused() throws Exception {
        HttpRequest.Builder request = peer.request("/mcp").POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(peer.exchange(request).statusCode()).isEqualTo(415);
    }

    @Test
    void body_thatIsEmptyIsAParseError() throws Exception {
        HttpResponse<String> response = peer.post("", headers(MODERN, null, null));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(HttpPeer.answer(response).code()).isEqualTo(-32700);
    }

    @Test
    void answers_areJsonUnlessSomethingComesBeforeThem() throws Exception {
        String call = peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':"
                + "{'name':'count','_meta':{'progressToken':1}}}"));
        HttpResponse<String> told = peer.post(call, peer.headers(call));
        assertThat(told.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(told.headers().firstValue("X-Accel-Buffering")).contains("no");
        assertThat(told.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(told.body())
                .startsWith("event: message\ndata: {")
                .endsWith("}\n\n")
                .doesNotContain("id: ");
        Map<String, String> headers = peer.headers(call);
        headers.put("Accept", "application/json");
        HttpResponse<String> untold = peer.post(call, headers);
        assertThat(untold.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(HttpPeer.answer(untold).result().has("content")).isTrue();
    }

    private long code(String body, Map<String, String> headers) throws Exception {
        return HttpPeer.answer(peer.post(body, headers)).code();
    }

    private static void assertMismatch(HttpResponse<String> response, String message) {
        assertThat(response.statusCode()).isEqualTo(400);
        Answer answer = HttpPeer.answer(response);
        assertThat(answer.code()).isEqualTo(-32020);
        assertThat(answer.error().string("message")).isEqualTo(message);
        assertThat(answer.message().get("id")).isEqualTo(Json.of("h"));
    }

    private static Map<String, String> headers(
            @Nullable String version, @Nullable String method, @Nullable String name) {
        Map<String, String> headers = new LinkedHashMap<>();
        put(headers, VERSION, version);
        put(headers, METHOD, method);
        put(headers, NAME, name);
        return headers;
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }
}
