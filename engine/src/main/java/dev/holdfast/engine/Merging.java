package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One call that merges: worked out on the newest images of both states, and carried out only if the document that it goes
 * into has not moved since. The other state is taken as it was read; what becomes of it meanwhile is for the next merge.
 */
final class Merging {
    private final Engine engine;
    private final Principal principal;
    private final StateId id;

    Merging(Engine engine, Principal principal, StateId id) {
        this.engine = engine;
        this.principal = principal;
        this.id = id;
    }

    Merged carryOut(Merge merge) {
        CommandIds.checked(merge.commandId());
        if (merge.from().equals(id)) {
            throw Failure.invalid("from", "A state is not merged into itself.").toException();
        }
        engine.fireTimersIfDue(id);
        Image own = new State(engine, principal, id).read().image();
        Idempotency idempotency = Idempotency.of(principal, merge.commandId(), Change.arguments(merge));
        Done before = Done.before(own, idempotency, engine::freshCommandId);
        return before == null ? fresh(merge, own) : merged(before, Collections.emptySortedSet());
    }

    private Merged fresh(Merge merge, Image own) {
        Precondition.require(own, merge.ifRevision());
        Image other = new State(engine, principal, merge.from()).read().image();
        List<JsonObject> bases =
                MergePoints.common(own, other).stream().map(this::document).toList();
        ThreeWay result = ThreeWay.merge(
                bases, own.document(), other.document(), other.facts().ends().keySet(), merge.prefer());
        if (!result.news()) {
            return new Merged(own.revision(), Collections.emptySortedSet(), Collections.emptySortedSet(), false);
        } else if (merge.prefer() == null && !result.conflicts().isEmpty()) {
            throw Conflicts.merge(own, other, result.conflicts()).toException();
        }
        Change change = new Change.TakeIn(
                Change.arguments(merge),
                own.documentRevision(),
                new Version(other.id(), other.revision()),
                KeyDiff.between(own.document(), result.document(), result.taken()),
                result.document(),
                forgotten(own, other));
        Done done = Done.of(engine.execute(Command.of(id, principal, merge.commandId(), change)));
        return merged(done, done.replayed() ? Collections.emptySortedSet() : result.conflicts());
    }

    private static Merged merged(Done done, SortedSet<String> resolved) {
        return new Merged(done.revision(), done.changed(), resolved, done.replayed());
    }

    /** Once too many states have been merged, those that are gone make room. */
    private Set<String> forgotten(Image own, Image other) {
        Set<String> merged = new TreeSet<>(own.facts().merges().keySet());
        merged.add(other.id().value());
        if (merged.size() <= MergePoints.MOST) {
            return Set.of();
        }
        Set<String> gone = merged.stream()
                .filter(state -> !engine.images().current(new StateId(state)).exists())
                .collect(Collectors.toSet());
        if (gone.isEmpty()) {
            throw Failure.limit(
                            "merged_states",
                            merged.size(),
                            MergePoints.MOST,
                            "Erase states that have been merged and are no longer needed.")
                    .toException();
        }
        return gone;
    }

    /** A version that both states come from, but for the keys that took no part. */
    private JsonObject document(Version common) {
        try {
            return TimedKeys.lasting(engine.history().at(common.state(), common.revision()));
        } catch (HoldfastException e) {
            if (e.failure().code() != Failure.Code.COMPACTED) {
                throw e;
            }
            throw new Failure(
                            Failure.Code.COMPACTED,
                            e.failure()
                                    .facts()
                                    .with("handle", Json.of(common.state().value())),
                            "What the two had in common is no longer kept, so nobody can tell which of them changed what."
                                    + " Copy what you need with state_write.")
                    .toException();
        }
    }
}
