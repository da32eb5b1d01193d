package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import org.junit.jupiter.api.Test;

/** The number of merged states that a state remembers. */
final class MergedStatesTest {
    private static final int MOST = 1_000;

    @Test
    void tooManyMergedStates_areRefusedUntilSomeOfThemAreGone() {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            State plan = holdfast.open(StateSpec.named("plan"));
            State first = changed(holdfast, plan, 0);
            plan.merge(Merge.from(first.handle()));
            for (int i = 1; i < MOST; i++) {
                plan.merge(Merge.from(changed(holdfast, plan, i).handle()));
            }
            State last = changed(holdfast, plan, MOST);

            Failure failure = failure(Code.LIMIT, () -> plan.merge(Merge.from(last.handle())));
            assertThat(failure.facts().string("limit")).isEqualTo("merged_states");
            first.write(w -> w.set("again", 1));
            assertThat(plan.merge(Merge.from(first.handle())).changed())
                    .as("one that was merged before")
                    .containsExactly("again");

            first.erase(null);
            assertThat(plan.merge(Merge.from(last.handle())).changed()).containsExactly("k" + MOST);
            assertThat(plan.read().document().get("k0")).isEqualTo(Json.of(0));
        }
    }

    private static State changed(Holdfast holdfast, State plan, int number) {
        State fork =
                holdfast.open(StateSpec.unnamed().fork(Fork.of(plan.handle()).at(1)));
        fork.write(w -> w.set("k" + number, number));
        return fork;
    }
}
