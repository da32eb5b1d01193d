package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Opened;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.ManualTime;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import dev.holdfast.testkit.model.FewRules;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** States that are reopened, found again, or cannot be opened: regression tests of deviations that the model found. */
public interface OpeningAgainContract extends StoreFixture {
    @Test
    default void name_staysWhereItIsIfItsNewStateCannotBeMade() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State first = engine.open(StateSpec.named("plan"));
            first.close(null);
            JsonObject tooLarge = JsonObject.of("a", Json.of("x".repeat(2 << 20)));

            failure(Code.LIMIT, () -> engine.open(StateSpec.named("plan").data(tooLarge)));

            assertThat(engine.states().state("@plan").handle()).isEqualTo(first.handle());
            Opened back = engine.opening(StateSpec.handle(first.handle().value()));
            assertThat(back.nameLost()).isFalse();
            assertThat(back.view().name()).isEqualTo("plan");
        }
    }

    @Test
    default void reopening_sentAgainIsToldAsReplayed() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.close(null);
            StateSpec reopen = StateSpec.handle(state.handle().value()).commandId("back");
            assertThat(engine.opening(reopen).replayed()).isFalse();
            assertThat(engine.opening(reopen).replayed()).isTrue();
            state.close(null);

            Opened again = engine.opening(reopen);

            assertThat(again.replayed()).as("so it is still closed").isTrue();
            failure(Code.EXPIRED, state::read);
        }
    }

    @Test
    default void where_seesNoKeyWhoseTimeIsOver() {
        ManualTime time = new ManualTime();
        try (Holdfast engine = engine(open())
                .clock(time)
                .removalPause(Duration.ZERO)
                .rules(new FewRules())
                .timersByHand()
                .open()) {
            States states = engine.as(Principal.of(Samples.freshName("ann")));
            State state = states.open(StateSpec.unnamed()).state();
            state.write(w -> w.set("a", Json.of(1), Duration.ofMinutes(1)));
            ListQuery query = ListQuery.ALL.where("has(self.a)");
            assertThat(states.list(query).states()).hasSize(1);

            time.pass(Duration.ofMinutes(2));

            assertThat(states.list(query).states()).isEmpty();
        }
    }
}
