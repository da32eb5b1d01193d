package dev.holdfast.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares every view of a state, as every principal, with the model. */
final class Looks {
    private final ModelledFamily family;
    private final List<String> actors;
    private final Dice dice;

    Looks(ModelledFamily family, List<String> actors, Dice dice) {
        this.family = family;
        this.actors = actors;
        this.dice = dice;
    }

    /**
     * @param by the states as a principal sees them, through either engine
     * @param place the step of the walk, for failure messages
     */
    void at(ModelledState state, Function<String, States> by, String place) {
        for (String actor : actors) {
            String where = place + " by " + actor;
            States states = by.apply(actor);
            StateView view = seen(
                    where,
                    state.read(actor),
                    () -> states.state(state.facts.handle).read());
            if (view != null) {
                assertThat(Appearance.of(view)).as(where).isEqualTo(Appearance.of(state.facts, state.now()));
            }
        }
        String actor = dice.pick(actors);
        new LooksBack(state, actor, dice).at(by.apply(actor).state(state.facts.handle), place + " by " + actor);
        new LooksAround(family, actor, dice).at(by.apply(actor), place + " by " + actor);
        new LooksAhead(state, actor, dice).at(by.apply(actor).state(state.facts.handle), place + " by " + actor);
    }

    /**
     * The result of a call, which must be refused if and only if {@code refused} is given, and for that reason; null if
     * it is.
     */
    static <T> @Nullable T seen(String place, @Nullable Code refused, Supplier<T> call) {
        T answer = null;
        Code failure = null;
        try {
            answer = call.get();
        } catch (HoldfastException e) {
            failure = e.failure().code();
        }
        assertThat(failure).as(place).isEqualTo(refused);
        return answer;
    }
}
