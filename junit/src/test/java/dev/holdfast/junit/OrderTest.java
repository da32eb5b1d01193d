package dev.holdfast.junit;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@HoldfastTest
final class OrderTest {
    @Test
    void code_endsAfterFiveMinutes(State order, TestClock clock) {
        order.write(w -> w.set("code", Json.of(1234), Duration.ofMinutes(5)).set("status", "new"));
        clock.pass(Duration.ofMinutes(5));
        StateAssert.assertThat(order)
                .doesNotHave("code")
                .asOf(clock.ago(Duration.ofMinutes(1)))
                .has("code", 1234);
    }

    @Test
    void order_isThereAfterARestart(Holdfast holdfast, TestStore store) {
        holdfast.open(StateSpec.named("order")).write(w -> w.set("status", "paid"));
        State again = store.restart().open(StateSpec.named("order"));
        StateAssert.assertThat(again).has("status", "paid");
    }
}
