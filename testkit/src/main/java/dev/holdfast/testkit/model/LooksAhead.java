package dev.holdfast.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.State;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Waited;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Waits for events with a timeout of zero: past events are returned at once, future ones are not. */
final class LooksAhead {
    private final ModelledState modelled;
    private final Facts facts;
    private final String actor;
    private final Dice dice;

    LooksAhead(ModelledState modelled, String actor, Dice dice) {
        this.modelled = modelled;
        this.facts = modelled.facts;
        this.actor = actor;
        this.dice = dice;
    }

    void at(State state, String place) {
        if (!dice.oneIn(4)) {
            return;
        }
        Long since = dice.oneIn(3) ? null : Long.valueOf(dice.upTo((int) facts.revision + 1));
        Set<String> keys = dice.oneIn(2) ? Set.of() : Set.of(dice.pick(List.of("a", "b", "n")), "l");
        Condition until = dice.maybe(2, List.of(Condition.values()));
        WaitFor what = new WaitFor(since, keys, Duration.ZERO, until == null ? null : until.cel());
        String where = place + ", " + what;
        Waited waited = Looks.seen(where, modelled.look(actor), () -> waited(state, what));
        if (waited == null) {
            return;
        }
        Set<String> changed = changed(since == null ? facts.revision : since, keys);
        Set<String> perhaps = new TreeSet<>(changed);
        if (since != null && since < facts.compactable && facts.documentRevision > since) {
            // The changes are compacted, so anything may have changed.
            perhaps = new TreeSet<>(facts.present(modelled.now()).keys());
            perhaps.addAll(keys);
            perhaps.removeIf(key -> !keys.isEmpty() && !keys.contains(key));
        }
        assertThat(waited.revision()).as(where).isEqualTo(facts.revision);
        assertThat(waited.changed()).as(where).isIn(changed, perhaps);
        // Where the changes are compacted and the document is empty now, no key is left to name.
        boolean unnamed = keys.isEmpty() && since != null && since < facts.documentRevision;
        boolean moved = (unnamed || !waited.changed().isEmpty()) && (until == null || !keys.isEmpty());
        boolean met = until != null && until.holds(facts.present(modelled.now()));
        assertThat(waited.timedOut()).as(where).isEqualTo(!moved && !met);
    }

    private static Waited waited(State state, WaitFor what) {
        try {
            return state.await(what);
        } catch (InterruptedException e) {
            throw new AssertionError("the test was interrupted", e);
        }
    }

    private Set<String> changed(long since, Set<String> keys) {
        Set<String> changed = new TreeSet<>();
        for (long revision = since + 1; revision <= facts.revision; revision++) {
            changed.addAll(facts.version(revision).changed());
        }
        changed.removeIf(key -> !keys.isEmpty() && !keys.contains(key));
        return changed;
    }
}
