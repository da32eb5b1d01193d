package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Fuzz;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A member that is null is answered like one that is absent, for every method and optional member of the protocol. */
@ParameterizedClass
@MethodSource("dev.holdfast.mcp.http.Cell#all")
final class NullMembersTest {
    private static final List<String> META = List.of(
            "_meta.progressToken",
            "_meta.traceparent",
            "_meta.io~modelcontextprotocol/logLevel",
            "_meta.io~modelcontextprotocol/clientInfo",
            "_meta.io~modelcontextprotocol/related-task",
            "unknown");

    private static final List<String> INPUT = List.of("inputResponses", "inputResponses.name", "requestState", "task");

    /** A request, and the members of its params that it may leave out. */
    private record Sample(String method, JsonObject params, List<String> optional) {
        static Sample of(String method, String params, String... optional) {
            return new Sample(method, Peer.object(json(params)), List.of(optional));
        }

        Sample with(List<String> more) {
            List<String> all = new ArrayList<>(optional);
            all.addAll(more);
            return new Sample(method, params, all);
        }
    }

    private static final List<Sample> SAMPLES = List.of(
            Sample.of("ping", "{}"),
            Sample.of("server/discover", "{}"),
            Sample.of("tools/list", "{}", "cursor"),
            Sample.of("tools/call", "{'name':'echo','arguments':{'a':null,'b':{'c':null}}}")
                    .with(INPUT),
            Sample.of("tools/call", "{'name':'echo'}", "arguments").with(INPUT),
            Sample.of("tools/call", "{'name':'who'}", "arguments").with(INPUT),
            Sample.of("tools/call", "{'name':'carry'}", "arguments").with(INPUT),
            Sample.of("resources/list", "{}", "cursor"),
            Sample.of("resources/templates/list", "{}", "cursor"),
            Sample.of("resources/read", "{'uri':'test://text'}").with(INPUT),
            Sample.of("resources/subscribe", "{'uri':'test://text'}"),
            Sample.of("resources/unsubscribe", "{'uri':'test://text'}"),
            Sample.of("prompts/list", "{}", "cursor"),
            Sample.of("prompts/get", "{'name':'test_simple_prompt'}", "arguments", "arguments.arg1")
                    .with(INPUT),
            Sample.of(
                            "prompts/get",
                            "{'name':'test_prompt_with_arguments','arguments':{'arg1':'a','arg2':'b'}}",
                            "arguments.arg3")
                    .with(INPUT),
            Sample.of(
                    "completion/complete",
                    "{'ref':{'type':'ref/prompt','name':'test_prompt_with_arguments'},"
                            + "'argument':{'name':'arg1','value':'v'}}",
                    "context",
                    "context.arguments",
                    "context.arguments.arg2",
                    "ref.title",
                    "ref.uri",
                    "argument.other"),
            Sample.of("logging/setLevel", "{'level':'debug'}"),
            Sample.of("tasks/get", "{'taskId':'none'}"));

    private final Cell cell;
    private final ServerChanges changes = ServerChanges.of(ChangeKind.values());
    private Peer peer;

    NullMembersTest(Cell cell) {
        this.cell = cell;
    }

    @BeforeEach
    void open() throws Exception {
        peer = cell.open(new FixtureServer().everything(changes).build());
        peer.declare("{}");
    }

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void optionalMember_thatIsNullCountsAsAbsent() throws Exception {
        Fuzz fuzz = new Fuzz("NullMembersTest", 3);
        for (Sample bare : SAMPLES) {
            Sample sample = bare.with(META);
            Answer without = ask(sample.method(), sample.params());
            for (String member : sample.optional()) {
                assertSame(without, sample, List.of(member));
            }
            for (int round = 0; round < fuzz.rounds(); round++) {
                assertSame(
                        without,
                        sample,
                        sample.optional().stream().filter(any -> fuzz.oneIn(2)).toList());
            }
            assertSame(without, sample, sample.optional());
        }
    }

    private void assertSame(Answer without, Sample sample, List<String> members) throws Exception {
        JsonObject params = sample.params();
        for (String member : members) {
            params = withNull(params, Arrays.asList(member.split("\\.", -1)));
        }
        Answer with = ask(sample.method(), params);
        String what = sample.method() + " " + params;
        assertThat(unsealed(with)).as(what).isEqualTo(unsealed(without));
        assertThat(with.status()).as(what).isEqualTo(without.status());
    }

    private Answer ask(String method, JsonObject params) throws Exception {
        return peer.ask(method, params.toString());
    }

    /** Every sealed state is another. */
    private static String unsealed(Answer answer) {
        return answer.message().toString().replaceAll("\"requestState\":\"[^\"]*\"", "");
    }

    private static JsonObject withNull(JsonObject object, List<String> path) {
        String name = path.getFirst().replace('~', '.');
        if (path.size() == 1) {
            return object.has(name) ? object : object.with(name, JsonNull.NULL);
        }
        Json inner = object.get(name);
        JsonObject holder = inner instanceof JsonObject held ? held : JsonObject.EMPTY;
        return object.with(name, withNull(holder, path.subList(1, path.size())));
    }

    @Test
    void params_thatAreNullCountAsAbsent() throws Exception {
        assumeThat(cell.version().isModern()).isFalse();
        for (String method : List.of("ping", "tools/list", "resources/list", "prompts/list")) {
            Answer without =
                    peer.send(json("{'jsonrpc':'2.0','id':1,'method':'%s'}").formatted(method));
            assertThat(without.message().has("result")).isTrue();
            for (String rest :
                    List.of("'params':null", "'params':{'_meta':null}", "'params':{},'result':null,'error':null")) {
                String sent = json("{'jsonrpc':'2.0','id':1,'method':'%s',%s}".formatted(method, rest));
                assertThat(peer.sendRaw(sent).message()).as(sent).isEqualTo(without.message());
            }
        }
    }

    @Test
    void id_thatIsNullIsNone() throws Exception {
        Answer answer = peer.send(json("{'jsonrpc':'2.0','id':null,'method':'tools/list'}"));
        assertThat(answer.code()).isEqualTo(-32600);
        assertThat(answer.message().has("id")).isFalse();
    }

    @Test
    void capability_thatIsNullIsNotDeclared() throws Exception {
        assumeThat(cell.version().isModern()).isTrue();
        for (String declared : List.of("{'elicitation':null}", "{'elicitation':{'form':null,'url':{}}}")) {
            peer.declare(json(declared));
            assertThat(peer.call("ask", "{}").code()).as(declared).isEqualTo(-32021);
        }
        peer.declare(json("{'elicitation':{'form':null,'url':null},'sampling':null}"));
        assertThat(peer.call("ask", "{}").result().string("resultType")).isEqualTo("input_required");
    }
}
