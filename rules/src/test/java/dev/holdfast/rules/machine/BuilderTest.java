package dev.holdfast.rules.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Machines;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BuilderTest {
    private enum Status {
        OPEN,
        PAID,
        SHIPPED
    }

    @Test
    void machine_isTheDefinitionThatAnAuthorWouldWrite() {
        Machine built = Machines.define(
                "order",
                machine -> machine.context(JsonObject.of("total", Json.of(0)))
                        .initial(Status.OPEN)
                        .state(
                                Status.OPEN,
                                open -> open.id("first")
                                        .entry("total", "context.total + 1")
                                        .exit("total", "0")
                                        .on(
                                                "pay",
                                                pay -> pay.guard("context.total > 0")
                                                        .to(Status.PAID))
                                        .on(
                                                "pay",
                                                pay -> pay.reenter()
                                                        .to("open")
                                                        .raise("x")
                                                        .assign("n", "1")))
                        .state(
                                Status.PAID,
                                paid -> paid.parallel()
                                        .state(
                                                "b",
                                                b -> b.initial("x")
                                                        .state("x", x -> x.always(go -> go.to("e")))
                                                        .end("e"))
                                        .state(
                                                "a",
                                                a -> a.initial("x")
                                                        .state("x", x -> x)
                                                        .history("h", true)
                                                        .on("h", h -> h.to(".h")))
                                        .onDone(done -> done.to(Status.SHIPPED))
                                        .after(Duration.ofSeconds(3), late -> late.to("#first")))
                        .end(Status.SHIPPED));

        assertThat(built.toJson()).isEqualTo(Definitions.json("""
            {'id': 'order', 'context': {'total': 0}, 'initial': 'open', 'states': {
              'open': {'id': 'first', 'entry': {'assign': {'total': 'context.total + 1'}},
                'exit': {'assign': {'total': '0'}},
                'on': {'pay': [{'guard': 'context.total > 0', 'target': 'paid'},
                  {'reenter': true, 'target': 'open', 'actions': [{'raise': 'x'}, {'assign': {'n': '1'}}]}]}},
              'paid': {'type': 'parallel', 'order': ['b', 'a'],
                'states': {
                  'b': {'initial': 'x', 'states': {'x': {'always': {'target': 'e'}}, 'e': {'type': 'final'}}},
                  'a': {'initial': 'x', 'on': {'h': {'target': '.h'}},
                    'states': {'x': {}, 'h': {'type': 'history', 'history': 'deep'}}}},
                'onDone': {'target': 'shipped'}, 'after': {'3000': {'target': '#first'}}},
              'shipped': {'type': 'final'}}}\
            """));
    }

    @Test
    void machine_withAMistakeIsRefused() {
        assertThatThrownBy(() -> Machines.define(
                        "order", machine -> machine.initial("a").state("a", a -> a.on("x", x -> x.to("nowhere")))))
                .isInstanceOf(HoldfastException.class)
                .hasMessageContaining("/states/a/on/x/target");
    }
}
