package dev.holdfast.testkit.custody;

import static dev.holdfast.testkit.custody.SecretStates.assertNoSecretIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A store that seals names and labels too: nothing of them is stored in clear, and they are found all the same. */
public interface SealedNamesContract extends SecretStates {
    @Test
    default void namesAndLabels_areSealedOnRequest_andStillFound() {
        try (Holdfast holdfast = engine(open()).sealedNames().open()) {
            States states = holdfast.as(OWNER);
            for (String name : List.of("/plan", "/plan/b", "/other", "")) {
                State state = states.open(StateSpec.named("n" + SECRET + name)
                                .labels(Map.of("l" + SECRET, "v" + SECRET, "which", name)))
                        .state();
                state.write(w -> w.set("a", 1));
            }
            states.open(StateSpec.unnamed());
        }
        assertNoSecretIn(everythingStored());
        try (Holdfast holdfast = encrypted()) {
            States states = holdfast.as(OWNER);
            assertThat(names(states, ListQuery.ALL))
                    .containsExactlyInAnyOrder(
                            "n" + SECRET + "/plan",
                            "n" + SECRET + "/plan/b",
                            "n" + SECRET + "/other",
                            "n" + SECRET,
                            "");
            assertThat(names(states, named("n" + SECRET + "/pl")))
                    .containsExactlyInAnyOrder("n" + SECRET + "/plan", "n" + SECRET + "/plan/b");
            assertThat(names(states, named("n" + SECRET + "/plan/"))).containsExactly("n" + SECRET + "/plan/b");
            assertThat(names(states, labelled(Map.of("which", "/other", "l" + SECRET, "v" + SECRET))))
                    .containsExactly("n" + SECRET + "/other");
            assertThat(names(states, labelled(Map.of("which", "no such")))).isEmpty();
            assertThat(states.open(StateSpec.named("n" + SECRET)).created()).isFalse();
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    @Test
    default void namesAreSealed_inANewStoreAlone() {
        try (Holdfast holdfast = encrypted()) {
            holdfast.as(OWNER).open(StateSpec.named("clear"));
        }
        assertThatThrownBy(() -> engine(open()).sealedNames().open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("a store that is new and encrypted");
    }

    private static ListQuery named(String prefix) {
        return new ListQuery(prefix, Map.of(), null, null, 100);
    }

    private static ListQuery labelled(Map<String, String> labels) {
        return new ListQuery(null, labels, null, null, 100);
    }

    private static List<String> names(States states, ListQuery query) {
        return states.list(query).states().stream()
                .map(found -> Objects.requireNonNullElse(found.name(), ""))
                .toList();
    }
}
