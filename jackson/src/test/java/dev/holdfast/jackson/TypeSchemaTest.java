package dev.holdfast.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.typed.TypedState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Schemas derived from types, held against the values of these types by the module that checks schemas. */
final class TypeSchemaTest {
    record Line(String product, int count) {}

    record Order(List<Line> lines, Optional<BigDecimal> discount, Everything.Coin coin) {}

    record Tree(String name, List<Tree> children) {}

    @Test
    void schema_saysWhatMustBeThere() {
        assertThat(new JacksonMapper().schema(Order.class)).hasToString("""
            {"type":"object","properties":{"lines":{"type":"array","items":{"type":"object","properties":\
            {"product":{"type":"string"},"count":{"type":"integer"}},"required":["product","count"]}},\
            "discount":{"type":"number"},"coin":{"type":"string","enum":["CENT","EURO"]}},\
            "required":["lines","coin"]}\
            """);
    }

    @Test
    void value_satisfiesTheSchemaOfItsType() {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            StateSpec spec = StateSpec.named("all")
                    .data(Everything.random(new Random(1), 0))
                    .schema(Everything.class);
            TypedState<Everything> state = holdfast.open(spec).as(Everything.class);
            for (int seed = 0; seed < 10; seed++) {
                Everything value = Everything.random(new Random(seed), 1);
                state.set(value);
                assertThat(state.get()).isEqualTo(value);
            }
        }
    }

    @Test
    void typeWithinItself_isAReference() {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            State state = holdfast.open(StateSpec.named("tree")
                    .data(new Tree("a", List.of(new Tree("b", List.of()))))
                    .schema(Tree.class));
            assertThatThrownBy(() -> state.write(w -> w.set("children", List.of(new Line("c", 1)))))
                    .isInstanceOf(HoldfastException.class)
                    .hasMessageContaining("rejected");
            assertThat(state.as(Tree.class).get().children()).hasSize(1);
        }
    }
}
