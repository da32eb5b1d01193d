package dev.holdfast.testkit.model;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** States that come from one another or had a name after one another, and what they have between them. */
final class ModelledFamily {
    private final InstantSource clock;
    private final Ledger ledger = new Ledger();
    private final List<ModelledState> states = new ArrayList<>();
    private final Map<String, ModelledState> claims = new HashMap<>();
    private @Nullable ModelledState born;

    ModelledFamily(InstantSource clock) {
        this.clock = clock;
    }

    /** All there ever were. */
    List<ModelledState> states() {
        return List.copyOf(states);
    }

    /** Those that are there. */
    List<ModelledState> living() {
        return states.stream().filter(state -> state.facts.exists).toList();
    }

    @Nullable ModelledState state(String handle) {
        return states.stream()
                .filter(state -> state.facts.handle.equals(handle))
                .findFirst()
                .orElse(null);
    }

    Ledger ledger() {
        return ledger;
    }

    InstantSource clock() {
        return clock;
    }

    void fireIfDue() {
        states.forEach(ModelledState::fireIfDue);
    }

    /**
     * @param state what is asked; null if it takes none
     */
    Answer ask(@Nullable ModelledState state, String actor, Ask ask) {
        born = null;
        if (ask instanceof Ask.ToHave have) {
            return new ModelledOpening(this, actor).have(have);
        }
        ModelledState asked = Objects.requireNonNull(state);
        return switch (ask) {
            case Ask.OfOne one -> asked.ask(actor, one);
            case Ask.ToOpen open -> new ModelledOpening(this, actor).byHandle(asked, open);
            case Ask.ToMerge merge -> {
                Answer beforehand = beforehand(asked, actor, merge);
                yield beforehand != null
                        ? beforehand
                        : new ModelledMerge(ledger, asked, actor, merge)
                                .answer(Objects.requireNonNull(state(merge.from())));
            }
            case Ask.ToHave have -> throw new IllegalStateException("answered before");
        };
    }

    /** Whether it can be said what a merge comes to. */
    boolean isClear(ModelledState state, String actor, Ask.ToMerge merge) {
        ModelledState from = state(merge.from());
        return from == null || new ModelledMerge(ledger, state, actor, merge).isClear(from.facts);
    }

    /** What a merge is answered before anybody looks at what it comes to; null if it is to be worked out. */
    @Nullable Answer beforehand(ModelledState state, String actor, Ask.ToMerge merge) {
        return new ModelledMerge(ledger, state, actor, merge).beforehand(state(merge.from()));
    }

    // --- Births

    void add(ModelledState state) {
        states.add(state);
        born = state;
    }

    /** What came into being by what was asked last. */
    @Nullable ModelledState born() {
        return born;
    }

    /** What a name of somebody's, or the id of a call of theirs, leads to. */
    @Nullable ModelledState claimed(String actor, String claim) {
        return claims.get(actor + " " + claim);
    }

    void claim(String actor, String claim, ModelledState state) {
        claims.put(actor + " " + claim, state);
    }

    /** All names anybody ever had something by. */
    List<String> names() {
        return claims.keySet().stream()
                .map(claim -> claim.substring(claim.indexOf(' ') + 1))
                .filter(claim -> claim.indexOf(' ') < 0)
                .distinct()
                .sorted()
                .toList();
    }

    /** The claim of a call without a name. */
    static String call(String op) {
        return "call " + op;
    }
}
