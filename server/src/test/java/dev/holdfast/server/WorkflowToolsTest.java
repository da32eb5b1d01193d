package dev.holdfast.server;

import static dev.holdfast.server.Harness.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Principal;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run by tools: started, worked on, decided, watched and controlled. */
final class WorkflowToolsTest {
    private static final String ORDER = """
        {'name':'order','version':'1','output':{'receipt':'steps.charge.output'},
         'steps':{
           'reserve':{'work':'stock','input':'input','compensate':{'work':'release'}},
           'approve':{'kind':'approval','needs':['reserve'],'text':'Charge it?'},
           'charge':{'work':'bank','needs':['approve']}}}\
        """;

    private final Harness tools = Harness.inMemory();
    private final JsonObject started =
            tools.call("workflow_start", "{'definition':" + ORDER + ",'input':{'lines':2},'name':'order-1'}");
    private final String handle = Objects.requireNonNull(started.string("handle"));

    @AfterEach
    void close() {
        tools.close();
    }

    private JsonObject next(String work) {
        return tools.call("workflow_next", "{'work':['" + work + "'],'timeout_seconds':0}");
    }

    private JsonObject report(JsonObject step, String more) {
        return tools.call("workflow_report", about(step, more));
    }

    private String about(JsonObject step, String more) {
        return "{'handle':'" + handle + "','step':'" + step.string("step") + "','token':" + step.get("token") + more
                + "}";
    }

    private JsonObject tell(String more) {
        return tools.call("workflow_report", "{'handle':'" + handle + "'," + more + "}");
    }

    @Test
    void run_isWorkedOnToItsEnd() {
        assertThat(started.string("status")).isEqualTo("running");
        assertThat(started.get("waits_for")).isEqualTo(Json.parse("[\"work:stock\"]"));
        JsonObject reserve = next("stock");
        assertThat(reserve.get("input")).isEqualTo(object("{'lines':2}"));
        assertThat(reserve.string("handle")).isEqualTo(handle);
        assertThat(next("stock").bool("timed_out")).isTrue();
        report(reserve, ",'alive':true");
        assertThat(report(reserve, ",'output':'r1'").get("waits_for")).isEqualTo(Json.parse("[\"person:*\"]"));

        JsonObject status = tools.call("workflow_status", "{'handle':'@order-1'}");
        assertThat(Objects.requireNonNull(status.object("questions")).has("approve"))
                .isTrue();
        assertThat(Objects.requireNonNull(status.object("steps")).get("reserve"))
                .isEqualTo(Json.of("succeeded"));
        tools.refused("state_answer", "{'handle':'" + handle + "','question':'approve','choice':'yes'}", "rejected");
        tools.holdfast().as(Principal.local("test")).state(handle).answer("approve", "yes");
        JsonObject waited =
                tools.call("state_wait", "{'handle':'" + handle + "','question':'approve','timeout_seconds':0}");
        assertThat(Objects.requireNonNull(waited.object("answer")).string("choice"))
                .isEqualTo("yes");

        JsonObject ended = report(next("bank"), ",'output':'paid'");
        assertThat(ended.string("status")).isEqualTo("succeeded");
        assertThat(ended.get("output")).isEqualTo(object("{'receipt':'paid'}"));
    }

    @Test
    void report_isTakenOnceAndByItsToken() {
        JsonObject reserve = next("stock");
        report(reserve, ",'output':1");
        assertThat(report(reserve, ",'output':1").bool("replayed")).isTrue();
        tools.refused("workflow_report", about(reserve, ",'output':2"), "conflict");
        tools.refused("workflow_report", "{'handle':'" + handle + "','output':1}", "invalid");
        tools.refused("workflow_report", about(reserve, ",'error':'x','signal':'y'"), "invalid");
        JsonObject state = tools.call("state_open", "{}");
        tools.refused("workflow_status", "{'handle':'" + state.string("handle") + "'}", "invalid");
        tools.refused("state_write", "{'handle':'" + handle + "','set':{'x':1}}", "rejected");
        tools.refused("state_undo", "{'handle':'" + handle + "'}", "rejected");
    }

    @Test
    void next_thatIsRepeatedAnswersTheSameStep() {
        String call = "{'work':['stock'],'timeout_seconds':0,'op':'n1'}";
        JsonObject first = tools.call("workflow_next", call);
        JsonObject again = tools.call("workflow_next", call);
        assertThat(again.get("token")).isEqualTo(first.get("token"));
        assertThat(again.string("step")).isEqualTo("reserve");
    }

    @Test
    void run_isControlled() {
        assertThat(tell("'control':'pause'").bool("paused")).isTrue();
        assertThat(next("stock").bool("timed_out")).isTrue();
        tell("'control':'resume'");
        report(next("stock"), ",'error':'no stock','final':true");
        JsonObject failed = tools.call("workflow_status", "{'handle':'" + handle + "','steps':['reserve']}");
        assertThat(failed.string("status")).isEqualTo("failed");
        assertThat(Objects.requireNonNull(failed.object("steps")).toString()).contains("no stock");
        assertThat(tell("'control':'retry','step':'reserve'").string("status")).isEqualTo("running");
        assertThat(tell("'control':'cancel'").string("status")).isEqualTo("cancelled");
        tools.refused("workflow_report", "{'handle':'" + handle + "','signal':'x'}", "rejected");
    }

    @Test
    void workflow_isStartedByTheNameOfTheStateThatKeepsIt() {
        tools.call("state_open", "{'name':'workflows/order'}");
        tools.call("state_write", "{'handle':'@workflows/order','set':{'1':" + ORDER + "}}");
        JsonObject byName = tools.call("workflow_start", "{'workflow':'order'}");
        assertThat(byName.string("version")).isEqualTo("1");
        assertThat(byName.bool("created")).isTrue();
        tools.refused("workflow_start", "{'workflow':'order','version':'2'}", "not_found");
        tools.refused("workflow_start", "{}", "invalid");
    }
}
