package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every revision answers over every transport. */
@ParameterizedClass
@MethodSource("dev.holdfast.mcp.http.Cell#all")
final class EveryRevisionTest {
    private final Cell cell;
    private final FixtureServer fixture = new FixtureServer();
    private Peer peer;

    EveryRevisionTest(Cell cell) {
        this.cell = cell;
    }

    @BeforeEach
    void open() throws Exception {
        peer = cell.open(fixture.build());
    }

    @AfterEach
    void close() {
        fixture.gate.countDown();
        peer.close();
    }

    // --- Calls

    @Test
    void call_answersTextAndStructure() throws Exception {
        Answer answer = peer.call("echo", json("{'a':[1,2.50]}"));
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.message()).isEqualTo(result("1", structured("""
            {"content":[{"type":"text","text":"{\\"a\\":[1,2.50]}"}],"structuredContent":{"a":[1,2.50]}}\
            """)));
    }

    @Test
    void call_withoutArgumentsGetsAnEmptyObject() throws Exception {
        Answer answer = peer.ask("tools/call", json("{'name':'echo'}"));
        assertThat(answer.message()).isEqualTo(result("1", structured("""
            {"content":[{"type":"text","text":"{}"}],"structuredContent":{}}\
            """)));
    }

    @Test
    void call_thatFailsForTheModelIsAResult() throws Exception {
        Answer answer = peer.call("refuse", "{}");
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.message()).isEqualTo(result("1", """
            {"content":[{"type":"text","text":"{\\"code\\":\\"no\\"}"}],"isError":true}\
            """));
    }

    @Test
    void call_knowsItsCallerAndRevision() throws Exception {
        assertThat(peer.call("who", "{}").result().toString()).contains("guest in " + cell.version());
    }

    @Test
    void call_showsEachContentBlockAsTheRevisionKnowsIt() throws Exception {
        String link = json(
                atLeast(ProtocolVersion.V2025_06_18)
                        ? "{'type':'resource_link','uri':'test://text','name':'text','title':'Text',"
                                + "'mimeType':'text/plain'}"
                        : "{'type':'text','text':'test://text'}");
        String audio = json(
                atLeast(ProtocolVersion.V2025_03_26)
                        ? "{'type':'audio','data':'ZGF0YQ==','mimeType':'audio/wav'}"
                        : "{'type':'resource','resource':"
                                + "{'uri':'embedded:audio','mimeType':'audio/wav','blob':'ZGF0YQ=='}}");
        assertThat(peer.call("media", "{}").message()).isEqualTo(result("1", """
            {"content":[{"type":"image","data":"ZGF0YQ==","mimeType":"image/png"},%s,%s,
            {"type":"resource","resource":\
            {"uri":"test://text","mimeType":"text/plain","text":"hello"}}]}\
            """.formatted(audio, link)));
    }

    @Test
    void call_showsStructureThatIsNoObjectToTheModernEraAlone() throws Exception {
        JsonObject result = peer.call("array", "{}").result();
        assertThat(result.has("structuredContent")).isEqualTo(cell.version().isModern());
    }

    @Test
    void unknownTool_isAnInvalidParameter() throws Exception {
        Answer answer = peer.call("nope", "{}");
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.message()).isEqualTo(error(json("{'code':-32602,'message':'Unknown tool: nope'}")));
    }

    @Test
    void unknownTool_isNamedInPartOnly() throws Exception {
        Answer answer = peer.call("n".repeat(5000), "{}");
        assertThat(answer.error().string("message")).hasSizeLessThan(120).endsWith("…");
    }

    @Test
    void arguments_thatAreNoObjectAreAnInvalidParameter() throws Exception {
        for (String arguments : List.of("[]", json("'a'"), "true", "7")) {
            Answer answer = peer.call("echo", arguments);
            assertThat(answer.status()).isEqualTo(cell.status(200));
            assertThat(answer.code()).isEqualTo(-32602);
        }
    }

    @Test
    void call_withoutNameIsAnInvalidParameter() throws Exception {
        assertThat(peer.ask("tools/call", "{}").code()).isEqualTo(-32602);
        assertThat(peer.ask("tools/call", json("{'name':7}")).code()).isEqualTo(-32602);
    }

    @Test
    void handler_thatFailsIsAnInternalErrorWithoutItsReason() throws Exception {
        for (String tool : List.of("boom", "die")) {
            Answer answer = peer.call(tool, "{}");
            assertThat(answer.status()).isEqualTo(cell.status(200));
            assertThat(answer.message()).isEqualTo(error(json("{'code':-32603,'message':'Internal error'}")));
        }
        assertThat(peer.call("echo", "{}").message().has("result")).isTrue();
    }

    @Test
    void handler_mayAnswerAProtocolError() throws Exception {
        assertThat(peer.call("fail", "{}").message())
                .isEqualTo(error(json("{'code':-32602,'message':'not like this'}")));
    }

    @Test
    void progress_isToldBeforeTheAnswerToWhomAsked() throws Exception {
        Answer answer = peer.ask("tools/call", json("{'name':'count','_meta':{'progressToken':'p'}}"));
        assertThat(answer.before())
                .map(JsonObject::toString)
                .containsExactly(
                        """
                        {"jsonrpc":"2.0","method":"notifications/progress",\
                        "params":{"progressToken":"p","progress":0,"total":100%s}}\
                        """.formatted(atLeast(ProtocolVersion.V2025_03_26) ? json(",'message':'begun'") : ""),
                        """
                        {"jsonrpc":"2.0","method":"notifications/progress",\
                        "params":{"progressToken":"p","progress":50,"total":100}}\
                        """,
                        """
                        {"jsonrpc":"2.0","method":"notifications/progress",\
                        "params":{"progressToken":"p","progress":99.5}}\
                        """);
        assertThat(answer.message()).isEqualTo(result("1", json("{'content':[{'type':'text','text':'told'}]}")));
    }

    @Test
    void progress_echoesANumericTokenAsANumber() throws Exception {
        Answer answer = peer.ask("tools/call", json("{'name':'count','_meta':{'progressToken':7}}"));
        assertThat(answer.before()).hasSize(3).allMatch(told -> told.toString().contains(json("'progressToken':7,")));
    }

    @Test
    void progress_isNotToldToWhomDidNotAsk() throws Exception {
        Answer answer = peer.call("count", "{}");
        assertThat(answer.before()).isEmpty();
        assertThat(answer.result().toString()).contains("untold");
    }

    // --- Lists

    @Test
    void tools_areListedInOrderWithWhatTheRevisionKnows() throws Exception {
        Answer answer = peer.ask("tools/list", "{}");
        JsonArray tools = Objects.requireNonNull(answer.result().array("tools"));
        assertThat(answer.status()).isEqualTo(cell.status(200));
        JsonObject echo = Peer.object("""
            {"name":"echo","title":"The echo","description":"Does echo","inputSchema":{"type":"object"},
            "outputSchema":{"type":"object"},"annotations":{"readOnlyHint":true,"openWorldHint":false}}\
            """);
        JsonObject plain = echo.without("title").without("outputSchema");
        JsonObject bare = atLeast(ProtocolVersion.V2025_03_26) ? plain : plain.without("annotations");
        assertThat(tools.get(0)).isEqualTo(atLeast(ProtocolVersion.V2025_06_18) ? echo : bare);
        assertThat(tools.get(1).toString()).contains(json("'refuse'"));
    }

    @Test
    void lists_areCacheableInTheModernEraAndNothingOfThatBefore() throws Exception {
        List<JsonObject> results = List.of(
                peer.ask("tools/list", "{}").result(),
                peer.ask("resources/list", "{}").result(),
                peer.ask("resources/templates/list", "{}").result(),
                peer.ask("resources/read", json("{'uri':'test://text'}")).result());
        for (JsonObject result : results) {
            for (String member : List.of("resultType", "ttlMs", "cacheScope", "_meta")) {
                assertThat(result.has(member))
                        .as(member)
                        .isEqualTo(cell.version().isModern());
            }
        }
    }

    @Test
    void pages_followEachOtherToTheEnd() throws Exception {
        try (Peer small = cell.open(new FixtureServer().builder().pageSize(5).build())) {
            List<String> names = new ArrayList<>();
            String params = "{}";
            while (!params.isEmpty()) {
                JsonObject result = small.ask("tools/list", params).result();
                Objects.requireNonNull(result.array("tools")).forEach(tool -> names.add(tool.toString()));
                String next = result.string("nextCursor");
                params = next == null
                        ? ""
                        : JsonObject.of("cursor", Json.of(next)).toString();
            }
            assertThat(names).hasSize(14).doesNotHaveDuplicates();
        }
    }

    @Test
    void cursor_thatBeginsNoPageIsAnInvalidParameter() throws Exception {
        for (String list : List.of("tools/list", "resources/list", "resources/templates/list")) {
            for (String cursor : List.of(json("'nowhere'"), "3", "true", "[]")) {
                Answer answer = peer.ask(list, json("{'cursor':") + cursor + "}");
                assertThat(answer.status()).isEqualTo(cell.status(200));
                assertThat(answer.code()).as(list + " " + cursor).isEqualTo(-32602);
            }
        }
    }

    // --- Resources

    @Test
    void resources_areListedPageByPage() throws Exception {
        JsonObject first = peer.ask("resources/list", "{}").result();
        JsonObject text = Peer.object("""
            {"uri":"test://text","name":"text","title":"Text",\
            "description":"Words","mimeType":"text/plain","size":5}\
            """);
        assertThat(first.array("resources"))
                .isEqualTo(JsonArray.of(atLeast(ProtocolVersion.V2025_06_18) ? text : text.without("title")));
        JsonObject second =
                peer.ask("resources/list", json("{'cursor':'second'}")).result();
        assertThat(first.string("nextCursor")).isEqualTo("second");
        assertThat(second.array("resources")).isEqualTo(Json.parse(json("[{'uri':'test://blob','name':'blob'}]")));
        assertThat(second.has("nextCursor")).isFalse();
    }

    @Test
    void templates_areListed() throws Exception {
        JsonObject any = Peer.object("""
            {"uriTemplate":"test://{name}","name":"any","title":"Any","mimeType":"text/plain"}\
            """);
        assertThat(peer.ask("resources/templates/list", "{}").result().array("resourceTemplates"))
                .isEqualTo(JsonArray.of(atLeast(ProtocolVersion.V2025_06_18) ? any : any.without("title")));
    }

    @Test
    void resource_isReadAsTextOrBytes() throws Exception {
        assertThat(peer.ask("resources/read", json("{'uri':'test://text'}"))
                        .result()
                        .array("contents"))
                .isEqualTo(Json.parse(json("[{'uri':'test://text','mimeType':'text/plain','text':'hello'}]")));
        assertThat(peer.ask("resources/read", json("{'uri':'test://blob'}"))
                        .result()
                        .array("contents"))
                .isEqualTo(Json.parse(json("[{'uri':'test://blob','blob':'AQID'}]")));
    }

    @Test
    void resource_thatIsMissingIsAnErrorOfTheEra() throws Exception {
        Answer answer = peer.ask("resources/read", json("{'uri':'test://none'}"));
        int code = cell.version().isModern() ? -32602 : -32002;
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.message()).isEqualTo(error("""
            {"code":%d,"message":"Resource not found","data":{"uri":"test://none"}}\
            """.formatted(code)));
    }

    @Test
    void server_withoutResourcesHasNoneOfTheirMethods() throws Exception {
        McpServer bare = McpServer.builder(FixtureServer.IMPLEMENTATION).build();
        try (Peer other = cell.open(bare)) {
            for (String method : List.of("resources/list", "resources/read", "tools/list", "tools/call")) {
                assertThat(other.ask(method, json("{'uri':'test://text','name':'test://text'}"))
                                .code())
                        .as(method)
                        .isEqualTo(-32601);
            }
        }
    }

    // --- Messages

    @Test
    void method_thatIsUnknownIsNotFound() throws Exception {
        Answer answer = peer.ask("no/such", "{}");
        assertThat(answer.status()).isEqualTo(cell.status(cell.version().isModern() ? 404 : 200));
        assertThat(answer.message()).isEqualTo(error(json("{'code':-32601,'message':'Method not found: no/such'}")));
    }

    @Test
    void id_isEchoedAsItCame() throws Exception {
        for (String id : List.of("0", "-7", "9007199254740993", json("''"), json("'1'"), "\"é\\n\"", "1")) {
            Answer answer = peer.send("""
                {"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"refuse"}}\
                """.formatted(id));
            assertThat(answer.message().get("id")).isEqualTo(Json.parse(id));
            assertThat(peer.send(json("{'jsonrpc':'2.0','id':%s,'method':'x'}").formatted(id))
                            .message()
                            .get("id"))
                    .isEqualTo(Json.parse(id));
        }
    }

    @Test
    void id_thatIsNoneIsLeftOutOfTheError() throws Exception {
        for (String id : List.of("null", "true", "[1]", "{}")) {
            Answer answer = peer.send(
                    json("{'jsonrpc':'2.0','id':%s,'method':'tools/list'}").formatted(id));
            assertThat(answer.status()).isEqualTo(cell.status(400));
            assertThat(answer.code()).as(id).isEqualTo(-32600);
            assertThat(answer.message().has("id")).isFalse();
        }
    }

    @Test
    void id_thatIsAFractionComesBackWithTheRefusal() throws Exception {
        Answer answer = peer.send(json("{'jsonrpc':'2.0','id':1.50,'method':'tools/list'}"));
        assertThat(answer.code()).isEqualTo(-32600);
        assertThat(answer.message().get("id")).isEqualTo(Json.parse("1.50"));
    }

    @Test
    void text_thatIsNoJsonIsRefusedWithItsIdAllTheSame() throws Exception {
        String longest = "x".repeat(5 << 20);
        for (String arguments : List.of(
                json("{'half an emoji':'\\ud83e'}"),
                "[".repeat(100) + "]".repeat(100),
                "1e401",
                json("{'a':1,'a':2}"),
                "NaN",
                json("'") + longest + json("'"))) {
            for (String id : List.of("7", json("'a\\u00e9\\n'"), "-0.5")) {
                Answer answer = peer.sendRaw(json("{'method':'tools/call','params':{'name':'echo','id':0,'arguments':")
                        + arguments
                        + json("},'jsonrpc':'2.0','id':")
                        + id
                        + "}");
                assertThat(answer.code()).isIn(-32700L, -32600L);
                assertThat(answer.message().get("id")).isEqualTo(Json.parse(id));
            }
        }
    }

    @Test
    void message_thatIsNoRequestIsInvalid() throws Exception {
        for (String message : List.of(
                json("{'id':1,'method':'tools/list'}"),
                json("{'jsonrpc':'1.0','id':1,'method':'tools/list'}"),
                json("{'jsonrpc':'2.0','id':1,'method':7}"),
                json("{'jsonrpc':'2.0','id':1}"))) {
            Answer answer = peer.sendRaw(message);
            assertThat(answer.status()).isEqualTo(cell.status(400));
            assertThat(answer.code()).as(message).isEqualTo(-32600);
            assertThat(answer.message().get("id")).isEqualTo(Json.of(1));
        }
        assertThat(peer.sendRaw("7").code()).isEqualTo(-32600);
        assertThat(peer.sendRaw("{}").code()).isEqualTo(-32600);
    }

    @Test
    void params_thatAreNoObjectAreInvalid() throws Exception {
        Answer answer = peer.sendRaw(json("{'jsonrpc':'2.0','id':1,'method':'tools/list','params':[]}"));
        assertThat(answer.status()).isEqualTo(cell.status(400));
        assertThat(answer.code()).isEqualTo(-32602);
    }

    @Test
    void text_thatIsNoJsonIsAParseErrorAndTheConnectionLivesOn() throws Exception {
        for (String text : List.of(
                "{",
                "not json",
                json("{'jsonrpc':'2.0','id':1,'id':2,'method':'tools/list'}"),
                json("{'a':NaN}"),
                "{\"a\":\"\\ud800\"}",
                "{} {}",
                "[".repeat(100) + "]".repeat(100),
                "\uFEFF{}")) {
            Answer answer = peer.sendRaw(text);
            assertThat(answer.status()).isEqualTo(cell.status(400));
            assertThat(answer.code()).as(text).isEqualTo(-32700);
            assertThat(answer.message().has("id")).isFalse(); // one of them has two
        }
        assertThat(peer.call("echo", "{}").message().has("result")).isTrue();
    }

    @Test
    void array_isRefusedWithoutASessionThatKnowsBatches() throws Exception {
        assumeThat(cell.version()).isNotEqualTo(ProtocolVersion.V2025_03_26);
        Answer answer = peer.sendRaw(json("[{'jsonrpc':'2.0','id':1,'method':'ping'}]"));
        assertThat(answer.status()).isEqualTo(cell.status(400));
        assertThat(answer.code()).isEqualTo(-32600);
    }

    @Test
    void notification_isNeverAnswered() throws Exception {
        peer.tell(json("{'jsonrpc':'2.0','method':'notifications/roots/list_changed'}"));
        peer.tell(json("{'jsonrpc':'2.0','method':'no/such','params':[]}"));
        peer.tell(json("{'jsonrpc':'2.0','method':'tools/list'}"));
        peer.tell(json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':99}}"));
        peer.tell(json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':{}}}"));
        peer.tell(json("{'jsonrpc':'2.0','method':'notifications/cancelled'}"));
        Answer answer = peer.send(json("{'jsonrpc':'2.0','id':'after','method':'tools/list'}"));
        assertThat(answer.message().string("id")).isEqualTo("after");
    }

    @Test
    void response_isNeverAnsweredHoweverOdd() throws Exception {
        assumeThat(cell).isNotEqualTo(new Cell(Cell.Transport.HTTP, ProtocolVersion.V2026_07_28));
        peer.tell(json("{'jsonrpc':'2.0','id':null,'error':{'code':-32600,'message':'x'}}"));
        peer.tell(json("{'error':{}}"));
        peer.tell(json("{'jsonrpc':'2.0','id':7,'result':null}"));
        assertThat(peer.ask("tools/list", "{}").message().get("id")).isEqualTo(Json.of(1));
    }

    @Test
    void message_mayBeAsLongAsTheLimit() throws Exception {
        int bytes = ServerLimits.DEFAULT.maxMessageBytes() - 1000;
        Answer answer = peer.call("who", json("{'padding':'") + "x".repeat(bytes) + json("'}"));
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.result().toString()).contains("guest");
    }

    // --- Expectations

    private boolean atLeast(ProtocolVersion version) {
        return cell.version().atLeast(version);
    }

    private String structured(String result) {
        JsonObject whole = Peer.object(result);
        return (atLeast(ProtocolVersion.V2025_06_18) ? whole : whole.without("structuredContent")).toString();
    }

    private static JsonObject error(String error) {
        return JsonObject.of("jsonrpc", Json.of("2.0"), "id", Json.of(1), "error", Json.parse(error));
    }

    /** A whole answer, with what the modern era adds to every result. */
    private JsonObject result(String id, String result) {
        JsonObject whole = Peer.object(result);
        if (cell.version().isModern()) {
            whole = whole.with("resultType", Json.of("complete")).with("_meta", Json.parse("""
                {"io.modelcontextprotocol/serverInfo":{"name":"fixture","version":"1.0"}}\
                """));
        }
        return JsonObject.of("jsonrpc", Json.of("2.0"), "id", Json.parse(id), "result", whole);
    }
}
