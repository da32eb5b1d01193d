package dev.holdfast.rules.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Machines;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.MachineProblem;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule of the checker: each row is a part of the definition of two states, and the problem it has. */
final class ProblemsTest {
    /** The part stands in state {@code a}; {@code a} leads to {@code b} and {@code b} to {@code a}. */
    private static String inState(String part) {
        return "{'initial': 'a', 'states': {'a': {'on': {'go': 'b'}, " + part + "}, 'b': {'on': {'back': 'a'}}}}";
    }

    private static String inRoot(String part) {
        return "{'initial': 'a', 'states': {'a': {}}, " + part + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'always': 'c'                                      | /states/a/always            | UNKNOWN_TARGET |"
                        + " no state `c`",
                "'always': 'B1'                                     | /states/a/always            | UNKNOWN_TARGET |"
                        + " nearest is `b`",
                "'always': '#x'                                     | /states/a/always            | UNKNOWN_TARGET |"
                        + " no state has the id",
                "'always': '.b'                                     | /states/a/always            | UNKNOWN_TARGET |"
                        + " in a",
                "'always': {'target': ['b', 'a']}                   | /states/a/always/target/1   | MALFORMED |"
                        + " different regions",
                "'always': {'target': 3}                            | /states/a/always/target     | MALFORMED | name"
                        + " of a state",
                "'always': []                                       | /states/a/always            | MALFORMED | a"
                        + " transition is",
                "'always': 3                                        | /states/a/always            | MALFORMED | a"
                        + " transition is",
                "'always': ['b', 'a']                               | /states/a/always/1          | SHADOWED | never"
                        + " reached",
                "'always': {'cond': 'true'}                         | /states/a/always/cond       | UNSUPPORTED |"
                        + " calls it `guard`",
                "'always': {'gard': 'true'}                         | /states/a/always/gard       | UNKNOWN_MEMBER |"
                        + " nearest is `guard`",
                "'always': {'guard': 'context.'}                    | /states/a/always/guard      | EXPRESSION | not a"
                        + " CEL expression",
                "'always': {'guard': 'self.x'}                      | /states/a/always/guard      | EXPRESSION | self",
                "'always': {'guard': {'type': 'and'}}               | /states/a/always/guard      | UNSUPPORTED | one"
                        + " CEL expression",
                "'always': {'reenter': 'yes'}                       | /states/a/always/reenter    | MALFORMED | true"
                        + " or false",
                "'entry': 'notify'                                  | /states/a/entry             | UNSUPPORTED |"
                        + " actions by name",
                "'entry': {'type': 'notify'}                        | /states/a/entry             | UNSUPPORTED |"
                        + " actions by name",
                "'entry': [3]                                       | /states/a/entry/0           | MALFORMED | an"
                        + " action is",
                "'entry': {}                                        | /states/a/entry             | MALFORMED | an"
                        + " action is",
                "'entry': {'sendTo': 'x'}                           | /states/a/entry/sendTo      | UNSUPPORTED |"
                        + " `raise`",
                "'entry': {'assign': {}}                            | /states/a/entry/assign      | MALFORMED | {key:"
                        + " CEL}",
                "'entry': {'assign': {'/x': 1}}                     | /states/a/entry/assign/~1x  | MALFORMED | a key"
                        + " has",
                "'entry': {'assign': {'x': '1 +'}}                  | /states/a/entry/assign/x    | EXPRESSION | CEL",
                "'entry': {'assign': {'x': 1}, 'raise': 'go'}       | /states/a/entry             | MALFORMED | write"
                        + " two",
                "'entry': {'raise': 'xstate.x'}                     | /states/a/entry/raise       | MALFORMED | does"
                        + " not begin",
                "'entry': {'raise': {'x': 1}}                       | /states/a/entry/raise       | MALFORMED |"
                        + " `raise` is",
                "'invoke': {}                                       | /states/a/invoke            | UNSUPPORTED | send"
                        + " an event",
                "'onDone': 'b'                                      | /states/a/onDone            | UNKNOWN_MEMBER |"
                        + " no meaning",
                "'context': {}                                      | /states/a/context           | UNKNOWN_MEMBER |"
                        + " no meaning",
                "'entri': []                                        | /states/a/entri             | UNKNOWN_MEMBER |"
                        + " nearest is `entry`",
                "'after': {'soon': 'b'}                             | /states/a/after/soon        | MALFORMED |"
                        + " milliseconds",
                "'after': {'01': 'b'}                               | /states/a/after/01          | MALFORMED |"
                        + " milliseconds",
                "'after': {'999999999999': 'b'}                     | /states/a/after/999999999999 | MALFORMED | ten"
                        + " years",
                "'after': []                                        | /states/a/after             | MALFORMED | is an"
                        + " object",
                "'type': 'parallel'                                 | /states/a                   | MALFORMED | has"
                        + " states in it",
                "'type': 'both'                                     | /states/a/type              | MALFORMED | a type"
                        + " is",
                "'type': 'final'                                    | /states/a/on                | UNKNOWN_MEMBER |"
                        + " no meaning",
                "'id': 'x.y'                                        | /states/a/id                | MALFORMED | an id"
                        + " is",
                "'id': 'machine'                                    | /states/a/id                | MALFORMED | the"
                        + " same id",
                "'initial': 'x', 'states': {'x.y': {}}              | /states/a/states/x.y        | MALFORMED | the"
                        + " name of a state",
                "'initial': 'x', 'states': {'x': 3}                 | /states/a/states/x          | MALFORMED | a"
                        + " state is an object",
                "'initial': 'x', 'states': 3                        | /states/a/states            | MALFORMED | object"
                        + " of states",
                "'states': {'x': {}}                                | /states/a                   | MALFORMED | as"
                        + " `initial`",
                "'initial': 'y', 'states': {'x': {}}                | /states/a/initial           | UNKNOWN_TARGET |"
                        + " no state `y`",
                "'initial': 'x', 'states': {'x': {}, 'y': {}}       | /states/a/states/y          | UNREACHABLE | no"
                        + " transition",
                "'initial': 'h', 'states': {'h': {'history': true}} | /states/a/initial           | MALFORMED | no"
                        + " history state",
                "'initial': 'x', 'states': {'x': {'type': 'history', 'history': 'old'}} | /states/a/states/x/history |"
                        + " MALFORMED | shallow or deep",
                "'initial': 'x', 'states': {'x': {'on': {'u': 'h'}}, 'h': {'type': 'history', 'target': '#machine.b'}}"
                        + " | /states/a/states/h/target | MALFORMED | beside it",
                "'initial': 'x', 'type': 'parallel', 'states': {'x': {}} | /states/a/initial      | UNKNOWN_MEMBER |"
                        + " no meaning",
                "'type': 'parallel', 'order': ['y'], 'states': {'x': {}} | /states/a/order        | MALFORMED | each"
                        + " of the states",
            })
    void state_withAMistakeIsReported(String part, String at, MachineProblem.Kind kind, String message) {
        assertReported(inState(part), at, kind, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'context': 3                        | /context        | MALFORMED | first document",
                "'unhandled': 'no'                   | /unhandled      | MALFORMED | refuse or ignore",
                "'delays': {'x': -1}                 | /delays/x       | MALFORMED | milliseconds",
                "'delays': {'x': '1 +'}              | /delays/x       | EXPRESSION | CEL",
                "'onDone': 'a'                       | /onDone         | UNKNOWN_MEMBER | no meaning in the root",
                "'schemas': {}                       | /schemas        | UNSUPPORTED | JSON Schema",
                "'on': {'': 'a'}                     | /on/            | MALFORMED | an event has",
                "'on': {'a*': '.a'}                  | /on/a*          | MALFORMED | wildcard",
                "'on': {'x': 'a'}                    | /on/x           | UNKNOWN_TARGET | write `.a`",
                "'on': {'x': [{'guard': 'context.y', 'target': '.a'}, '.a', {'actions': {'assign': {'y': 1}}}]} |"
                        + " /on/x/2 | SHADOWED | no guard",
            })
    void root_withAMistakeIsReported(String part, String at, MachineProblem.Kind kind, String message) {
        assertReported(inRoot(part), at, kind, message);
    }

    private static void assertReported(String text, String at, MachineProblem.Kind kind, String message) {
        List<MachineProblem> problems = Definitions.problems(text);
        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.at()).isEqualTo(at);
            assertThat(problem.kind()).isEqualTo(kind);
            assertThat(problem.message()).contains(message);
        });
        JsonObject definition = Definitions.json(text);
        assertThat(problems)
                .as("positions lead into the definition, or to what it lacks")
                .allMatch(problem -> JsonPointer.parse(problem.at()).resolve(definition) != null);
    }

    @Test
    void machine_tooLargeIsRefused() {
        assertThat(many(1_000)).isEmpty();
        assertThat(many(1_001)).extracting(MachineProblem::kind).containsExactly(MachineProblem.Kind.TOO_LARGE);
        assertThat(nested(16)).isEmpty();
        assertThat(nested(17)).extracting(MachineProblem::kind).contains(MachineProblem.Kind.TOO_LARGE);
        JsonObject large = JsonObject.of("context", JsonObject.of("x", Json.of("y".repeat(Machine.MOST_BYTES))));
        assertThatThrownBy(() -> Machine.of(large)).isInstanceOf(HoldfastException.class);
        JsonObject transitions = JsonObject.of(
                "on",
                JsonObject.of(
                        "x",
                        JsonArray.copyOf(IntStream.range(0, 4_001)
                                .mapToObj(i -> JsonObject.of("guard", Json.of("true")))
                                .toList())));
        assertThat(Machines.problems(Machine.of(transitions)))
                .extracting(MachineProblem::kind)
                .containsExactly(MachineProblem.Kind.TOO_LARGE);
    }

    /** A root with so many states less one in it. */
    private static List<MachineProblem> many(int states) {
        JsonObject.Builder children = JsonObject.builder();
        IntStream.range(1, states).forEach(i -> children.put("s" + i, JsonObject.EMPTY));
        return Machines.problems(Machine.of(JsonObject.of("type", Json.of("parallel"), "states", children.build())));
    }

    private static List<MachineProblem> nested(int levels) {
        JsonObject state = JsonObject.EMPTY;
        for (int i = 0; i < levels; i++) {
            state = JsonObject.of("initial", Json.of("s"), "states", JsonObject.of("s", state));
        }
        return Machines.problems(Machine.of(state));
    }

    @Test
    void problems_areAtMostAHundredAndRefuseTheMachine() {
        JsonObject.Builder on = JsonObject.builder();
        IntStream.range(0, 200).forEach(i -> on.put("e" + i, Json.of(".nowhere")));
        Machine machine = Machine.of(JsonObject.of("on", on.build()));

        assertThat(Machines.problems(machine)).hasSize(100);
        assertThatThrownBy(() -> Machines.parse(machine.toJson()))
                .isInstanceOf(HoldfastException.class)
                .hasMessageContaining("The machine cannot run: at \"/on/e");
    }
}
