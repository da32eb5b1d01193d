package dev.holdfast.server;

import static dev.holdfast.server.Harness.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A machine by tools: opened, sent events, read and drawn. */
final class MachineToolsTest {
    private static final String MACHINE = """
            {'id':'order','initial':'open','context':{'paid':0},
             'states':{
               'open':{'on':{'pay':{'guard':'event.amount > 0','target':'paid',
                                    'actions':{'assign':{'paid':'event.amount'}}}},
                       'after':{'60000':'lost'}},
               'paid':{'on':{'ship':'shipped','refund':{'guard':'context.paid > 100','target':'open'}}},
               'lost':{'type':'final'},
               'shipped':{'type':'final'}}}""";

    private final Harness tools = Harness.inMemory();
    private final JsonObject opened = tools.call("state_open", "{'name':'order','machine':" + MACHINE + "}");
    private final String handle = Objects.requireNonNull(opened.string("handle"));

    @AfterEach
    void close() {
        tools.close();
    }

    private JsonObject send(String event, String more) {
        return tools.call("machine_send", "{'handle':'" + handle + "','event':'" + event + "'" + more + "}");
    }

    private JsonObject refused(String event, String code) {
        return tools.refused("machine_send", "{'handle':'" + handle + "','event':'" + event + "'}", code);
    }

    @Test
    void opening_tellsWhatIsPossible() {
        JsonObject machine = Objects.requireNonNull(opened.object("machine"));
        assertThat(machine.get("active")).isEqualTo(Json.of("open"));
        assertThat(machine.get("possible")).isEqualTo(Json.parse("[\"pay\"]"));
        assertThat(machine.string("next_at")).isNotBlank();
    }

    @Test
    void event_answersWhatIsActiveAndWhyTheRestIsNotPossible() {
        JsonObject answer = send("pay", ",'data':{'amount':5}");
        assertThat(answer.get("machine"))
                .isEqualTo(object("{'active':'paid','possible':['ship'],"
                        + "'blocked':{'refund':'does not hold: `context.paid > 100`'}}"));
        assertThat(answer.get("values")).isEqualTo(object("{'paid':5}"));
        JsonObject read = tools.call("state_read", "{'handle':'" + handle + "'}");
        assertThat(read.get("machine")).isEqualTo(answer.get("machine"));
        assertThat(send("ship", "").object("machine")).isEqualTo(object("{'active':'shipped','done':true}"));
    }

    @Test
    void refusal_namesWhatIsPossibleInFactsAlone() {
        JsonObject unknown = refused("pays", "rejected");
        assertThat(unknown.string("nearest")).isEqualTo("pay");
        assertThat(unknown.get("possible")).isEqualTo(Json.parse("[\"pay\"]"));
        JsonObject notNow = refused("ship", "rejected");
        assertThat(notNow.get("active")).isEqualTo(Json.of("open"));
        JsonObject guarded = tools.refused(
                "machine_send", "{'handle':'" + handle + "','event':'pay','data':{'amount':0}}", "rejected");
        assertThat(guarded.string("guards")).contains("event.amount > 0");
        for (JsonObject refusal : new JsonObject[] {unknown, notNow, guarded}) {
            assertThat(refusal.string("hint")).doesNotContain("amount").doesNotContain("open");
        }
    }

    @Test
    void write_pastTheMachineIsRefused() {
        tools.refused("state_write", "{'handle':'" + handle + "','set':{'paid':1}}", "rejected");
        assertThat(tools.document(handle)).isEqualTo(object("{'paid':0}"));
    }

    @Test
    void retry_isAnsweredAgain() {
        JsonObject first = send("pay", ",'data':{'amount':5},'op':'p1'");
        JsonObject again = send("pay", ",'data':{'amount':5},'op':'p1'");
        assertThat(again.bool("replayed")).isTrue();
        assertThat(again.get("machine")).isEqualTo(first.get("machine"));
    }

    @Test
    void wait_endsWhenTheMachineMovesWithoutAKey() {
        send("pay", ",'data':{'amount':5}");
        JsonObject waited =
                tools.call("state_wait", "{'handle':'" + handle + "','since_revision':1,'timeout_seconds':1}");
        assertThat(waited.bool("timed_out")).isFalse();
        send("ship", "");
        JsonObject moved =
                tools.call("state_wait", "{'handle':'" + handle + "','since_revision':2,'timeout_seconds':1}");
        assertThat(moved.bool("timed_out")).isFalse();
        assertThat(moved.get("revision")).isEqualTo(Json.of(3));
    }

    @Test
    void diagram_marksWhatIsActive() {
        send("pay", ",'data':{'amount':5}");
        String text = new StdioSession(StateServer.over(tools.holdfast(), Profile.ALL, "1", false))
                .ask("resources/read", object("{'uri':'state://" + handle + "/diagram'}"))
                .toString();
        assertThat(text).contains("stateDiagram-v2").contains("text/vnd.mermaid");
    }

    @Test
    void wrongMachine_isToldWithPositions() {
        JsonObject refusal = tools.refused(
                "state_open", "{'machine':{'initial':'a','states':{'a':{'on':{'go':'b'}},'c':{}}}}", "invalid");
        assertThat(Objects.requireNonNull(refusal.array("problems")).toString()).contains("/states/a/on/go");
    }
}
