package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Content;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.ResourceCall;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.server.shared.Unavailable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures that no one tool is about: they are answers too, never faults of the server. */
final class FailuresTest {
    /** A state that no cache knows, so that the store must be asked. */
    private static final String UNSEEN = "st_00000000000000000000000000";

    private static final String TOO_MUCH = "9223372036854775807";

    private final Harness tools = Harness.inMemory();
    private final String handle = tools.open("{'a':1}");

    @AfterEach
    void close() {
        tools.close();
    }

    @TestFactory
    Stream<DynamicTest> store_thatIsGoneIsUnavailable() {
        return Profile.ALL.tools().stream()
                .map(tool -> tool.spec().name())
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    tools.close();
                    JsonObject failure = tools.refused(name, arguments(name), "unavailable");

                    assertThat(failure.string("outcome")).isIn("none", "unknown");
                    assertThat(failure.has("op"))
                            .as("the same is to be sent again")
                            .isFalse();
                }));
    }

    /** The argument that a refusal names is the one that the caller used, whatever the engine calls it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "state       | key            | 'key':'','value':1",
                "state       | key            | 'key':'/a/b/c','value':1",
                "state       | handle         | 'key':'a','handle':'x'",
                "state_open  | data           | 'data':{'':1}",
                "state_open  | data           | 'data':{'/a':1}",
                "state_open  | handle         | 'handle':'x'",
                "state_open  | fork_of        | 'fork_of':'x'",
                "state_open  | at_revision    | 'fork_of':'H','at_revision':99",
                "state_open  | name           | 'name':'a b'",
                "state_open  | labels         | 'labels':{'a':1}",
                "state_open  | rules          | 'rules':[{'expr':'self.'}]",
                "state_open  | schema         | 'schema':{'type':'text'}",
                "state_read  | at_revision    | 'handle':'H','at_revision':99",
                "state_read  | since_revision | 'handle':'H','since_revision':99",
                "state_read  | at_time        | 'handle':'H','at_time':'2001-01-01T00:00:00Z'",
                "state_read  | keys           | 'handle':'H','keys':['/a~2']",
                "state_write | append         | 'handle':'H','append':{'':[1]}",
                "state_write | delete         | 'handle':'H','delete':['']",
                "state_write | merge          | 'handle':'H','merge':{'':1}",
                "state_write | set            | 'handle':'H','set':{'/x/y':1}",
                "state_write | if_revision    | 'handle':'H','if_revision':{'a':'x'}",
                "state_undo  | revision       | 'handle':'H','revision':99",
                "state_undo  | to_revision    | 'handle':'H','to_revision':99",
                "state_history | from_revision | 'handle':'H','from_revision':99,'diff':true",
                "state_merge | from           | 'handle':'H','from':'x'",
                "state_merge | from           | 'handle':'H','from':'H'",
                "state_lease | name           | 'handle':'H','name':'','ttl':1",
                "state_share | principal      | 'handle':'H','principal':'','access':'read'",
                "machine_send | event          | 'handle':'H','event':'a*'",
                "state_open  | machine        | 'machine':{'initial':'x','states':{}}",
                "workflow_start | workflow    | 'name':'w'",
                "workflow_start | workflow    | 'definition':{'name':'w','version':'1','steps':{'a':{'needs':['b']}}}",
                "workflow_next | work         | 'work':[]",
                "workflow_report | step       | 'handle':'H','output':1",
                "workflow_report | token      | 'handle':'H','step':'a','output':1",
                "workflow_report | alive      | 'handle':'H','step':'a','token':1,'alive':true,'control':'pause'",
                "workflow_report | handle     | 'handle':'H','control':'pause'",
                "workflow_status | handle     | 'handle':'H'",
                "state_ask   | text           | 'handle':'H'",
                "state_ask   | choices        | 'handle':'H','text':'t','choices':['a']",
                "state_ask   | principal      | 'handle':'H','text':'t','principal':'stranger'",
                "state_ask   | ttl            | 'handle':'H','text':'t','ttl':99999999",
                "state_ask   | default        | 'handle':'H','text':'t','default':'yes'",
            })
    void refusals_nameTheArgumentThatWasUsed(String tool, String argument, String arguments) {
        JsonObject failure = tools.refused(tool, "{" + arguments.replace("'H'", "'" + handle + "'") + "}", "invalid");

        assertThat(failure.string("argument")).isEqualTo(argument);
        assertThat(failure.string("hint")).doesNotContain("Exception", "java.", "dev.");
    }

    /** A change after a failure needs an id too. */
    @Test
    void failures_carryAFreshOp() {
        String closed = tools.open("{}");
        tools.call("state_close", "{'handle':'" + closed + "'}");
        String kept = tools.open("{'a':1}");
        tools.call("state_write", "{'handle':'" + handle + "','set':{'a':2},'op':'used'}");
        List<JsonObject> failures = List.of(
                tools.refused("state_write", "{'handle':'" + handle + "','set':{'a':3},'if_revision':1}", "conflict"),
                tools.refused("state_read", "{'handle':'" + UNSEEN + "'}", "not_found"),
                tools.refused("state_read", "{'handle':'" + closed + "'}", "expired"),
                tools.refused("state_read", "{'handle':1}", "invalid"),
                tools.refused("state_read", "{}", "invalid"),
                tools.refused("state", "{'key':'k','valeu':1}", "invalid"),
                tools.refused("state_close", "{'handle':'" + kept + "','erase':true}", "rejected"),
                tools.refused("state_write", "{'handle':'" + handle + "','set':{'a':4},'op':'used'}", "op_reused"));

        assertThat(failures)
                .extracting(failure -> failure.string("op"))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    void state_thatIsDamagedIsNoUseTryingAgain() {
        StoreUnavailableException damaged = StoreUnavailableException.damaged(new StateId(handle), 3);

        JsonObject failure = Unavailable.failure(damaged, true).toJson();

        assertThat(failure.string("code")).isEqualTo("unavailable");
        assertThat(failure.string("outcome")).isEqualTo("none");
        assertThat(failure.string("reason")).contains(handle, "revision 3");
        assertThat(failure.string("hint")).contains("damaged").doesNotContain("Retry");
    }

    @Test
    void store_thatIsGoneHasNoResources() {
        StateResources resources = new StateResources(tools.holdfast());
        PlainContext context = new PlainContext(tools.caller());
        tools.close();

        assertThatThrownBy(() -> resources.list(null, context)).isInstanceOf(McpException.class);
        assertThatThrownBy(() -> resources.read(new ResourceCall("state://" + UNSEEN, context, Answers.NONE, null)))
                .isInstanceOf(McpException.class);
    }

    @TestFactory
    Stream<DynamicTest> numbers_beyondAllUseAreFailuresOrHarmless() {
        return Stream.of(
                        "state_open {'idle_ttl':N}",
                        "state_open {'name':'n','idle_ttl':N}",
                        "state_open {'fork_of':'H','at_revision':N}",
                        "state_history {'handle':'H','from_revision':N}",
                        "state_history {'handle':'H','to_revision':N}",
                        "state_history {'handle':'H','cursor':'N'}",
                        "state_history {'handle':'H','cursor':'-N'}",
                        "state_history {'handle':'H','cursor':'-9223372036854775808'}",
                        "state_history {'handle':'H','diff':true,'from_revision':N}",
                        "state_history {'handle':'H','diff':true,'to_revision':N}",
                        "state_merge {'handle':'H','from':'H','if_revision':N}",
                        "state_read {'handle':'H','at_revision':N}",
                        "state_read {'handle':'H','since_revision':N}",
                        "state_read {'handle':'H','max_bytes':N}",
                        "state_read {'handle':'H','at_time':'+1000000000-12-31T23:59:59Z'}",
                        "state_write {'handle':'H','set':{'a':2},'if_revision':N}",
                        "state_write {'handle':'H','set':{'a':2},'ttl':{'a':N}}",
                        "state_write {'handle':'H','set':{'a':2},'lease':{'a':N}}",
                        "state_write {'handle':'H','set':{'a':2},'delay':N}",
                        "state_lease {'handle':'H','name':'n','ttl':N}",
                        "state_lease {'handle':'H','name':'n','ttl':60,'token':N}",
                        "state_ask {'handle':'H','text':'t','ttl':N}",
                        "workflow_next {'work':['w'],'lease_seconds':N,'timeout_seconds':0}",
                        "workflow_report {'handle':'H','step':'a','token':N}",
                        "state_write {'handle':'H','increment':{'a':1e400}}",
                        "state_wait {'handle':'H','since_revision':N,'timeout_seconds':0}",
                        "state_undo {'handle':'H','steps':N}",
                        "state_undo {'handle':'H','revision':N}",
                        "state_undo {'handle':'H','to_revision':N}")
                .flatMap(call -> Stream.of(TOO_MUCH, TOO_MUCH + "0", "1e300", "1.0")
                        .map(number -> call.replace("N", number).replace("H", handle)))
                .distinct()
                .map(call -> DynamicTest.dynamicTest(call, () -> {
                    List<String> parts = List.of(call.split(" ", 2));
                    ToolResult result = tools.result(parts.get(0), Harness.object(parts.get(1)));
                    if (result.isError()) {
                        assertThat(code(result)).isIn("invalid", "limit", "conflict", "not_found", "compacted");
                    }
                    assertThat(((JsonObject) tools.document(handle)).get("a")).isIn(Json.of(1), Json.of(2));
                }));
    }

    private static String code(ToolResult result) {
        String text = ((Content.Text) result.content().get(0)).text();
        return Objects.requireNonNull(((JsonObject) Json.parse(text)).string("code"));
    }

    @Test
    void foreignStates_areNotFoundOnceCallersAreAuthenticated() {
        Harness other = tools.as(Caller.authenticated("https://issuer/alice"));

        other.refused("state_read", "{'handle':'" + handle + "'}", "not_found");
        other.refused("state_write", "{'handle':'" + handle + "','set':{'a':2}}", "not_found");
        other.refused("state_close", "{'handle':'" + handle + "'}", "not_found");
        String theirs = other.open("{}");
        tools.refused("state_read", "{'handle':'" + theirs + "'}", "not_found");
    }

    @Test
    void handles_areBearerCapabilitiesWithoutAuthentication() {
        Harness other = tools.as(Caller.anonymous("local/other"));

        assertThat(other.document(handle)).isEqualTo(tools.document(handle));
    }

    private static String arguments(String tool) {
        return switch (tool) {
            case "state" -> "{'key':'k'}";
            case "state_open", "state_list" -> "{}";
            case "state_write" -> "{'handle':'" + UNSEEN + "','set':{'a':2}}";
            case "state_share" -> "{'handle':'" + UNSEEN + "','principal':'p','access':'read'}";
            case "machine_send" -> "{'handle':'" + UNSEEN + "','event':'go'}";
            case "workflow_start" -> "{'workflow':'w'}";
            case "workflow_next" -> "{'work':['w'],'timeout_seconds':0}";
            case "workflow_report" -> "{'handle':'" + UNSEEN + "','control':'pause'}";
            case "state_ask" -> "{'handle':'" + UNSEEN + "','text':'Deploy?'}";
            case "state_answer" -> "{'handle':'" + UNSEEN + "','question':'a2'}";
            case "state_lease" -> "{'handle':'" + UNSEEN + "','name':'n','ttl':60}";
            case "state_merge" -> "{'handle':'" + UNSEEN + "','from':'" + UNSEEN.replace('0', '1') + "'}";
            default -> "{'handle':'" + UNSEEN + "'}";
        };
    }
}
