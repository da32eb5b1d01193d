package dev.holdfast.rules.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Machines;
import dev.holdfast.engine.internal.machine.Interpreter;
import dev.holdfast.engine.internal.machine.MachineStep;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.engine.machine.Possible.Standing;
import dev.holdfast.engine.machine.Transition;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What comes of events: every refusal with its reason, delays, and what is possible. */
final class StepsTest {
    private static final String ORDER = """
        {'id': 'order', 'initial': 'open', 'context': {'total': 0},
         'states': {
           'open': {'on': {
             'add': {'guard': 'event.amount > 0', 'actions': {'assign': {'total': 'context.total + event.amount'}}},
             'pay': {'guard': 'context.total > 0', 'target': 'paid'},
             'cancel': 'cancelled'}},
           'paid': {'on': {'ship': 'shipped'}, 'after': {'1000': 'cancelled'}},
           'shipped': {'type': 'final', 'output': {'paid': 'context.total'}},
           'cancelled': {'type': 'final'}},
         'output': {'result': 'event.output.paid'}}\
        """;

    @Test
    void event_isTakenThroughToTheEnd() {
        Definitions order = Definitions.start(ORDER);
        MachineStep added = order.step("add", JsonObject.of("amount", Json.of(5)));

        assertThat(((MachineStep.Taken) added).context()).isEqualTo(Definitions.json("{'total': 5}"));
        assertThat(((MachineStep.Taken) added).transitions()).containsExactly(new Transition("open", "add", List.of()));
        order.context = ((MachineStep.Taken) added).context();
        order.send("pay", "ship");
        assertThat(order.configuration.done()).isTrue();
        assertThat(order.configuration.output()).isEqualTo(Definitions.json("{'result': 5}"));
        assertThat(order.configuration.delayed()).isEmpty();
        assertThat(order.possible()).isEmpty();
        assertRefused(order.refusal("pay"), "done", "has reached its end");
    }

    @Test
    void refusal_saysWhy() {
        Definitions order = Definitions.start(ORDER);

        Failure unknown = order.refusal("cancle");
        assertRefused(unknown, "unknown_event", "no such event");
        assertThat(unknown.facts().string("nearest")).isEqualTo("cancel");
        assertThat(unknown.facts().get("possible")).isEqualTo(Json.parse("[\"add\",\"cancel\"]"));
        assertRefused(order.refusal("ship"), "not_now", "\"active\":\"open\"");
        assertRefused(order.refusal("pay"), "guard", "`context.total > 0`");
        assertRefused(order.refusal("add"), "expression", "/states/open/on/add/guard");
        assertThat(order.context).isEqualTo(Definitions.json("{'total': 0}"));
    }

    @Test
    void event_thatAStateForbidsIsRefused() {
        Definitions machine = Definitions.start("""
            {'initial': 'a', 'on': {'x': {'actions': {'assign': {'n': 1}}}}, 'states': {'a': {'on': {'x': {}}}}}\
            """);

        assertRefused(machine.refusal("x"), "not_now", "");
        assertThat(machine.possible()).extracting(Possible::standing).containsExactly(Standing.NO);
    }

    @Test
    void unhandledEvents_areIgnoredIfTheDefinitionSaysSo() {
        Definitions machine = Definitions.start("""
            {'unhandled': 'ignore', 'initial': 'a', 'states': {'a': {'on': {'x': {'guard': 'false', 'target': 'b'},
             'end': 'b'}}, 'b': {'type': 'final'}}}\
            """);

        assertThat(machine.step("x", JsonObject.EMPTY)).isInstanceOf(MachineStep.Ignored.class);
        assertThat(machine.step("y", JsonObject.EMPTY)).isInstanceOf(MachineStep.Ignored.class);
        assertThat(machine.send("end").step("x", JsonObject.EMPTY)).isInstanceOf(MachineStep.Ignored.class);
    }

    @Test
    void guard_thatIsNoTruthRefuses() {
        Definitions machine = Definitions.start("""
            {'initial': 'a', 'states': {'a': {'on': {'x': {'guard': '1 + 1', 'target': 'a'}}}}}\
            """);

        assertRefused(machine.refusal("x"), "expression", "neither true nor false");
    }

    @Test
    void loops_endWithARefusalAndChangeNothing() {
        Definitions always = Definitions.start("""
            {'initial': 'a', 'context': {'n': 0}, 'states': {'a': {'on': {'x': 'b'}},
             'b': {'always': 'c'}, 'c': {'always': {'target': 'b', 'actions': {'assign': {'n': 'context.n + 1'}}}}}}\
            """);
        assertRefused(always.refusal("x"), "endless", "more than 1000 rounds");
        assertThat(always.configuration.active()).containsExactly("a");

        Definitions raised = Definitions.start("""
            {'on': {'x': {'actions': [{'raise': 'x'}]}, 'y': {'actions': [{'raise': 'y'}, {'raise': 'y'}]}}}\
            """);
        assertRefused(raised.refusal("x"), "endless", "rounds");
        assertRefused(raised.refusal("y"), "endless", "more than 1000");
    }

    @Test
    void alwaysWithoutEffect_isNoLoop() {
        Definitions machine = Definitions.start(
                "{'initial': 'a', 'states': {'a': {'always': {'target': 'a', 'reenter': true}, 'on': {'x': 'a'}}}}");

        assertThat(machine.send("x").configuration.active()).containsExactly("a");
    }

    @Test
    void start_thatNeverRestsIsRefused() {
        MachineStep start = Interpreter.initial(
                Definitions.chart("{'initial': 'a', 'states': {'a': {'always': 'b'}, 'b': {'always': 'a'}}}"),
                null,
                Definitions.NOON,
                Steps.unlimited());

        assertRefused(((MachineStep.Refused) start).failure(), "endless", "without coming to rest");
    }

    @Test
    void steps_endTheWork() {
        Definitions order = Definitions.start(ORDER);

        assertThatThrownBy(() -> Interpreter.send(
                        order.chart,
                        order.configuration,
                        order.context,
                        MachineEvent.of("cancel"),
                        Definitions.NOON,
                        Steps.all(10, () -> false)))
                .isInstanceOf(Steps.EndedException.class);
    }

    @Test
    void delay_firesAsOfItsDueTimeAndInOrder() {
        Definitions machine = Definitions.start("""
            {'initial': 'a', 'states': {
              'a': {'after': {'100': 'b'}}, 'b': {'after': {'50': 'c'}},
              'c': {'on': {'x': 'd'}, 'after': {'1000': 'd'}}, 'd': {}}}\
            """);
        Configuration.Delayed first = machine.configuration.delayed().getFirst();
        assertThat(first)
                .isEqualTo(new Configuration.Delayed("a", "100", Definitions.NOON, Definitions.NOON.plusMillis(100)));

        assertThat(machine.pass(99)).isNull();
        machine.pass(500);
        assertThat(machine.configuration.active()).containsExactly("b");
        assertThat(machine.configuration.nextDue()).isEqualTo(Definitions.NOON.plusMillis(150));
        machine.pass(0);
        assertThat(machine.configuration.active()).containsExactly("c");
        machine.send("x");
        assertThat(machine.configuration.delayed())
                .as("a delay ends with its state")
                .isEmpty();
    }

    @Test
    void delay_whoseGuardDoesNotHoldEndsAndOneThatCannotBeTakenLapses() {
        Definitions guarded = Definitions.start("""
            {'initial': 'a', 'states': {'a': {'after': {'1': {'guard': 'false', 'target': 'b'}}}, 'b': {}}}\
            """);
        MachineStep.Taken ended = (MachineStep.Taken) Objects.requireNonNull(guarded.pass(1));
        assertThat(ended.transitions()).isEmpty();
        assertThat(guarded.configuration.nextDue()).isNull();

        Definitions broken = Definitions.start("""
            {'initial': 'a', 'states': {'a': {'after': {'1': {'guard': 'context.no > 1', 'target': 'b'}}}, 'b': {}}}\
            """);
        MachineStep.Lapsed lapsed = (MachineStep.Lapsed) Objects.requireNonNull(broken.pass(1));
        assertRefused(lapsed.failure(), "expression", "cannot be evaluated");
        assertThat(broken.configuration.active()).containsExactly("a");
        assertThat(broken.configuration.nextDue()).isNull();
    }

    @Test
    void delay_byNameMayDependOnTheContext() {
        String text = """
            {'context': {'days': %s}, 'delays': {'late': 'context.days * 86400000'},
             'initial': 'a', 'states': {'a': {'on': {'x': 'b'}}, 'b': {'after': {'late': 'a'}}}}\
            """;

        assertThat(Definitions.start(text.formatted("2"))
                        .send("x")
                        .configuration
                        .nextDue())
                .isEqualTo(Definitions.NOON.plusSeconds(2 * 86_400));
        assertRefused(Definitions.start(text.formatted("-2")).refusal("x"), "expression", "milliseconds");
    }

    /** Its history state may stand for the state that the transition begins in. */
    @Test
    void transitionToTheHistoryAroundIt_leavesTheStateAndEntersItAgain() {
        Definitions machine = Definitions.start("""
                {'type':'parallel','context':{'left':0,'entered':0},'states':{
                  'one':{'initial':'around','states':{'elsewhere':{},'around':{'initial':'leaf','states':{
                    'h':{'type':'history'},
                    'leaf':{'entry':{'assign':{'entered':'context.entered + 1'}},
                            'exit':{'assign':{'left':'context.left + 1'}},
                            'on':{'back':'h','both':'h','again':{'target':'leaf','reenter':true}}}}}}},
                  'other':{'on':{'both':'#machine.one.elsewhere'}}}}""");

        machine.send("again", "back");
        assertThat(machine.context).isEqualTo(Definitions.json("{'left':2,'entered':3}"));
        machine.send("both");
        assertThat(machine.configuration.active()).containsExactly("one.around.leaf", "other");
    }

    @Test
    void possible_saysWhyNot() {
        Definitions order = Definitions.start(ORDER);

        assertThat(order.possible())
                .containsExactly(
                        new Possible("add", Standing.DEPENDS, "depends on `event.amount > 0`"),
                        new Possible("cancel", Standing.YES, null),
                        new Possible("pay", Standing.NO, "does not hold: `context.total > 0`"));
    }

    @Test
    void configuration_thatDoesNotFitTheMachineIsRefused() {
        Definitions order = Definitions.start(ORDER);
        Configuration other = Configuration.parse(Definitions.json("{'active': ['nowhere']}"));

        assertThatThrownBy(() -> Interpreter.send(
                        order.chart, other, order.context, MachineEvent.of("pay"), Definitions.NOON, Steps.unlimited()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Configuration.parse(Definitions.json("{'active': [1]}")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void event_thatIsNoneIsInvalid() {
        for (String type : List.of("", "a.*", "xstate.init", "x".repeat(201))) {
            assertThatThrownBy(() -> MachineEvent.of(type)).isInstanceOf(HoldfastException.class);
        }
        assertThatThrownBy(() -> new MachineEvent("a", Definitions.json("{'type': 'b'}")))
                .isInstanceOf(HoldfastException.class);
    }

    @Test
    void machine_keepsTheOrderOfItsRegionsInCanonicalForm() {
        String text = "{'type': 'parallel', 'states': {'b': {}, 'a': {}}}";
        Machine machine = Machine.of(Definitions.json(text));
        JsonObject stored = (JsonObject) Json.parse(machine.toJson().toCanonical());

        assertThat(stored.get("order")).isEqualTo(Json.parse("[\"b\",\"a\"]"));
        assertThat(Machine.of(stored)).isEqualTo(machine);
        assertThat(Definitions.start(stored.toString()).configuration.active()).containsExactly("b", "a");
        assertThat(Machine.of(Definitions.json("{'type': 'parallel', 'states': {'a': {}, 'b': {}}}"))
                        .toJson()
                        .has("order"))
                .isFalse();
    }

    @Test
    void value_isThatOfXState() {
        Definitions machine = Definitions.start("""
            {'initial': 'a', 'states': {'a': {'type': 'parallel', 'states': {
              'x': {'initial': 'i', 'states': {'i': {}}}, 'y': {}}}}}\
            """);

        assertThat(machine.configuration.value()).isEqualTo(Definitions.json("{'a': {'x': 'i', 'y': {}}}"));
        assertThat(Definitions.start("{}").configuration.value()).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void diagram_marksWhatIsActiveAndEscapesEverything() {
        Definitions machine = Definitions.start("""
            {'initial': 'a', 'on': {'in': '.b'}, 'states': {
              'a': {'on': {'x\\n--> [ ]': {'guard': 'context.s == 1 || 2 < 3', 'target': 'b'}}},
              'b': {'type': 'final'}}}\
            """);
        String diagram = Machines.diagram(machine.chart.machine(), machine.configuration);

        assertThat(diagram.lines().toList())
                .startsWith("stateDiagram-v2", "    [*] --> s1")
                .contains(
                        "    state \"a\" as s1",
                        "    s0any --> s2 : in",
                        "    s2 --> [*]",
                        "    class s1 active",
                        "    s1 --> s2 : x#10;#45;#45;#62;#32;#91;#32;#93;#32;#91;context#46;s#32;#61;#61;#32;1"
                                + "#32;#124;#124;#32;2#32;#60;#32;3#93;");
    }

    private static void assertRefused(Failure failure, String reason, String hint) {
        assertThat(failure.code()).isEqualTo(Failure.Code.REJECTED);
        assertThat(failure.facts().string("reason")).isEqualTo(reason);
        assertThat(failure.facts() + " " + failure.hint()).contains(hint);
    }
}
