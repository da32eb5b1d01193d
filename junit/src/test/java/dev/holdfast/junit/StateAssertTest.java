package dev.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@HoldfastTest
final class StateAssertTest {
    @BeforeEach
    void names(States states) {
        states.open(StateSpec.named("taken"));
    }

    @Test
    void asOf_seesRevisionsAndTimes(State order, TestClock clock) {
        order.write(w -> w.set("status", "new").set("price", Json.of(new BigDecimal("3.50"))));
        clock.pass(Duration.ofHours(2));
        order.write(w -> w.set("status", "paid"));
        StateAssert.assertThat(order)
                .has("status", "paid")
                .has("price", Json.of(new BigDecimal("3.5")))
                .lastChanged("status")
                .isAtRevision(3)
                .asOf(2)
                .has("/status", "new")
                .lastChanged("status", "price")
                .hasDocument("{\"price\":3.50,\"status\":\"new\"}")
                .asOf(clock.ago(Duration.ofHours(1)))
                .has("status", "new")
                .now()
                .has("status", "paid")
                .asOf(1)
                .hasDocument("{}")
                .doesNotHave("status");
    }

    @Test
    void whatDoesNotHold_failsWithBothValues(State order) {
        order.write(w -> w.set("status", "new").set("gone", Json.NULL));
        StateAssert state = StateAssert.assertThat(order);
        assertThatThrownBy(() -> state.has("status", "paid"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("status as of revision 2")
                .hasMessageContaining("\"paid\"")
                .hasMessageContaining("\"new\"");
        assertThatThrownBy(() -> state.has("absent", null)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> state.doesNotHave("gone")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> state.hasDocument("{}")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> state.isAtRevision(1)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> state.lastChanged("status")).isInstanceOf(AssertionError.class);
        assertThat(state.has("gone", null)).isSameAs(state);
    }

    @Test
    void assertRefused_tellsWhy(State order) {
        order.write(w -> w.set("status", "new"));
        Failure failure = StateAssert.assertRefused(
                Failure.Code.CONFLICT,
                () -> order.write(w -> w.set("status", "paid").ifRevision(1)));
        assertThat(failure.facts().has("revision")).isTrue();
        assertThatThrownBy(() -> StateAssert.assertRefused(Failure.Code.LIMIT, () -> order.at(99)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> StateAssert.assertRefused(Failure.Code.LIMIT, order::read))
                .isInstanceOf(AssertionError.class);
    }
}
