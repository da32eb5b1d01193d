package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.EventBatch;
import dev.holdfast.mcp.EventDefinition;
import dev.holdfast.mcp.EventReader;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.EventRequest;
import dev.holdfast.server.events.StateEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each type of events: what it is told of, what it carries, and what it can be asked. */
final class StateEventTypesTest {
    private static final String RUN = """
        {'name':'order','version':'1','steps':{
           'reserve':{'work':'stock'},'approve':{'kind':'approval','needs':['reserve'],'text':'Charge it?'}}}\
        """;
    private static final String MACHINE = """
        {'id':'m','initial':'a','states':{'a':{'on':{'go':'b'}},'b':{'type':'final'}}}\
        """;

    private final Harness tools = Harness.inMemory();
    private final StateEvents events = new StateEvents(tools.holdfast());

    @AfterEach
    void close() {
        tools.close();
    }

    /** All that ever happened, as a cursor that is none leads back to the beginning. */
    private List<JsonObject> told(String type, String arguments) throws InterruptedException {
        EventRequest request = new EventRequest(type, Harness.object(arguments), "none", null, tools.caller());
        List<JsonObject> data = new ArrayList<>();
        try (EventReader reader = events.open(request)) {
            EventBatch batch = reader.read(100);
            while (batch.more()) {
                batch = reader.read(100);
                batch.events().forEach(event -> data.add(event.data()));
            }
        }
        return data;
    }

    private State live() {
        State state = tools.holdfast()
                .as(Principal.local("test"))
                .open(StateSpec.named("cart").data(Harness.object("{'a':1}")))
                .state();
        state.write(w -> w.set("a", 2).set("b", "x".repeat(5_000)));
        state.write(w -> w.set("a", 7));
        long token = Objects.requireNonNull(state.lease(LeaseRequest.acquire("l", Duration.ofMinutes(1)))
                        .lease())
                .token();
        state.lease(LeaseRequest.renew("l", token, Duration.ofMinutes(2)));
        state.lease(LeaseRequest.release("l", token));
        state.answer(
                Objects.requireNonNull(state.ask(QuestionSpec.of("Sure?")).question())
                        .id(),
                "yes");
        state.share("carol", Access.READ);
        state.close(null);
        tools.holdfast()
                .as(Principal.local("test"))
                .open(StateSpec.handle(state.handle().value()));
        String machine = Objects.requireNonNull(tools.call("state_open", "{'name':'m','machine':" + MACHINE + "}")
                .string("handle"));
        tools.call("machine_send", "{'handle':'" + machine + "','event':'go'}");
        tools.call("workflow_start", "{'definition':" + RUN + ",'name':'run'}");
        JsonObject step = tools.call("workflow_next", "{'work':['stock'],'timeout_seconds':0}");
        tools.call(
                "workflow_report",
                "{'handle':'" + step.string("handle") + "','step':'reserve','token':" + step.get("token") + "}");
        return state;
    }

    @Test
    void payload_fitsItsSchema() throws Exception {
        live();
        for (EventDefinition type : events.definitions()) {
            assertThat(SchemaLint.ofInput(type.inputSchema())).as(type.name()).isEmpty();
            assertThat(SchemaLint.ofOutput(type.payloadSchema()))
                    .as(type.name())
                    .isEmpty();
            List<JsonObject> told = told(type.name(), type.name().equals("state.changed") ? "{'values':true}" : "{}");
            assertThat(told.isEmpty()).as(type.name()).isEqualTo(type.name().equals("state.expired"));
            for (JsonObject data : told) {
                assertThat(Conformance.violations(type.payloadSchema(), data))
                        .as(type.name() + " " + data)
                        .isEmpty();
            }
        }
    }

    @Test
    void change_carriesValuesOnRequestAndWithinBounds() throws Exception {
        live();
        List<JsonObject> told = told("state.changed", "{'name_prefix':'cart','values':true}");
        assertThat(told.get(1).object("values")).isEqualTo(Harness.object("{'a':2}"));
        assertThat(told.get(1).object("was")).isEqualTo(Harness.object("{'a':1}"));
        assertThat(told.get(1).object("omitted")).isEqualTo(Harness.object("{'b':5002}"));
        assertThat(told("state.changed", "{'name_prefix':'cart'}").toString()).doesNotContain("values", "was");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        state.changed          | {'state':'@cart'}                        | 3
        state.changed          | {'state':'@cart','keys':['b']}           | 1
        state.changed          | {'state':'@cart','where':'self.a > 1'}   | 2
        state.changed          | {'state':'@cart','until':'self.a > 1'}   | 1
        state.changed          | {'state':'@cart','until':'self.none > 1'}| 0
        state.changed          | {'labels':{'no':'such'}}                 | 0
        state.opened           | {'state':'@cart'}                        | 2
        state.closed           | {}                                       | 1
        state.shared           | {}                                       | 1
        lease.granted          | {}                                       | 1
        lease.lost             | {}                                       | 1
        machine.transitioned   | {}                                       | 1
        workflow.step_ready    | {}                                       | 1
        workflow.step_ready    | {'work':'other'}                         | 0
        approval.asked         | {'state':'@cart'}                        | 1
        approval.asked         | {}                                       | 2
        approval.answered      | {}                                       | 1
        state.event            | {'state':'@cart','types':['leased']}     | 3
        """)
    void type_isToldOfWhatItSays(String type, String arguments, int times) throws Exception {
        live();
        assertThat(told(type, arguments)).hasSize(times);
    }

    @Test
    void answer_saysHowTheQuestionEnded() throws Exception {
        live();
        assertThat(told("approval.answered", "{}").getFirst().toString())
                .contains("\"how\":\"answered\"", "\"choice\":\"yes\"", "\"by\":\"local/test\"")
                .doesNotContain("Sure?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        state.closed   | {'keys':['a']}
        state.changed  | {'unheard':1}
        state.changed  | {'keys':'a'}
        state.changed  | {'keys':[1]}
        state.changed  | {'values':'yes'}
        state.changed  | {'where':'self.'}
        state.changed  | {'labels':{'a':1}}
        state.changed  | {'state':'@cart','labels':{}}
        state.changed  | {'state':'cart'}
        """)
    void argument_thatTheTypeDoesNotHaveIsRefused(String type, String arguments) {
        live();
        assertThatThrownBy(() -> told(type, arguments))
                .isInstanceOfSatisfying(
                        EventRefusal.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(EventRefusal.Kind.INVALID));
    }
}
