package dev.holdfast.testkit.model;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** States related by forks and merges, or by a name that passed from one to another, and what they share. */
final class ModelledFamily {
    private final InstantSource clock;
    private final Ledger ledger = new Ledger();
    private final List<ModelledState> states = new ArrayList<>();
    private final Map<String, ModelledState> claims = new HashMap<>();
    private @Nullable ModelledState born;

    ModelledFamily(InstantSource clock) {
        this.clock = clock;
    }

    /** All states that ever existed. */
    List<ModelledState> states() {
        return List.copyOf(states);
    }

    /** The states that still exist. */
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
     * Answers a request.
     *
     * @param state the state of the request; null if it has none
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

    /** Whether the model can predict the result of a merge. */
    boolean isClear(ModelledState state, String actor, Ask.ToMerge merge) {
        ModelledState from = state(merge.from());
        return from == null || new ModelledMerge(ledger, state, actor, merge).isClear(from.facts);
    }

    /** The answer of a merge that does not depend on the documents; null if the merge must be computed. */
    @Nullable Answer beforehand(ModelledState state, String actor, Ask.ToMerge merge) {
        return new ModelledMerge(ledger, state, actor, merge).beforehand(state(merge.from()));
    }

    // --- Births

    void add(ModelledState state) {
        states.add(state);
        born = state;
    }

    /** The state created by the last request; null if none was. */
    @Nullable ModelledState born() {
        return born;
    }

    /** The state that a principal's name or call id leads to; null if there is none. */
    @Nullable ModelledState claimed(String actor, String claim) {
        return claims.get(actor + " " + claim);
    }

    void claim(String actor, String claim, ModelledState state) {
        claims.put(actor + " " + claim, state);
    }

    /** All names ever used. */
    List<String> names() {
        return claims.keySet().stream()
                .map(claim -> claim.substring(claim.indexOf(' ') + 1))
                .filter(claim -> claim.indexOf(' ') < 0)
                .distinct()
                .sorted()
                .toList();
    }

    /** The claim of a call without a name, by its command id. */
    static String call(String op) {
        return "call " + op;
    }
}
