package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Merged;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Advancing;
import dev.holdfast.engine.internal.decision.Basis;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.Conflicts;
import dev.holdfast.engine.internal.image.Idempotency;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.KeyDiff;
import dev.holdfast.engine.internal.image.MergePoints;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.TimedKeys;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One call that merges: worked out on the newest images of both states, and carried out only if the one that it goes
 * into has not moved since. The other state is taken as it was read; what becomes of it meanwhile is for the next
 * merge.
 */
public final class Merging {
    private final Engine engine;
    private final Principal principal;
    private final StateId id;

    public Merging(Engine engine, Principal principal, StateId id) {
        this.engine = engine;
        this.principal = principal;
        this.id = id;
    }

    public Merged carryOut(Merge merge) {
        if (merge.from().equals(id)) {
            throw Failure.invalid("from", "A state is not merged into itself.").toException();
        }
        engine.fireTimersIfDue(id);
        Image own = new Reading(engine, principal, id).use(Consistency.LINEARIZABLE);
        Advancing.requireNoRun(own);
        Idempotency idempotency = idempotency(merge);
        CommandOutcome.Done before = CommandOutcome.Done.before(own, idempotency, engine.ids());
        return before == null ? fresh(merge, own, idempotency) : merged(before, Collections.emptySortedSet());
    }

    private Merged fresh(Merge merge, Image own, @Nullable Idempotency idempotency) {
        new ExpectedRevision(engine, principal).require(own, merge.ifRevision());
        Image other = new Reading(engine, principal, merge.from()).use(Consistency.LINEARIZABLE);
        List<Image> common = engine.longWork()
                .work(
                        principal,
                        steps -> new CommonVersions(engine.history(), own, other, steps.forReading()).newest());
        ThreeWay result = engine.longWork().work(principal, steps -> {
            steps.spend(own.document().canonicalSize() + (long) other.document().canonicalSize());
            return merged(merge, own, other, common);
        });
        if (!result.news() && !MachineMerge.isNews(own, other, common)) {
            return new Merged(
                    own.revision(), Collections.emptySortedSet(), Collections.emptySortedSet(), own.document(), false);
        } else if (merge.prefer() == null && !result.conflicts().isEmpty()) {
            JsonObject was = common.size() == 1 ? TimedKeys.lasting(common.getFirst()) : null;
            throw Conflicts.merge(own, other, was, result.conflicts()).toException();
        }
        Configuration machine = MachineMerge.of(own, other, common, merge.prefer());
        Change change = new Change.TakeIn(
                Basis.of(own),
                new Version(other.id(), other.revision()),
                KeyDiff.between(own.document(), result.document(), result.taken()),
                result.document(),
                roomFor(MergePoints.taken(own, other, common), own),
                machine);
        CommandOutcome.Done done =
                engine.execute(new Command(id, principal, idempotency, change)).done();
        return merged(done, done.replayed() ? Collections.emptySortedSet() : result.conflicts());
    }

    private static ThreeWay merged(Merge merge, Image own, Image other, List<Image> common) {
        return ThreeWay.merge(
                common.stream().map(TimedKeys::lasting).toList(),
                own.document(),
                other.document(),
                other.facts().ends().keySet(),
                merge.prefer());
    }

    private Merged merged(CommandOutcome.Done done, SortedSet<String> resolved) {
        Image then = done.then(revision -> engine.past(principal, id, revision));
        return new Merged(
                done.revision(),
                done.changed(engine.history()),
                resolved,
                then == null ? null : then.document(),
                done.replayed());
    }

    /** Once too much is known of others, what is known of states that are gone makes room. */
    private SortedMap<String, Long> roomFor(SortedMap<String, Long> taken, Image own) {
        SortedSet<String> known = new TreeSet<>(own.facts().merges().keySet());
        known.addAll(taken.keySet());
        if (known.size() <= MergePoints.MOST) {
            return taken;
        }
        List<String> gone = known.stream()
                .filter(state -> !engine.images().current(new StateId(state)).exists())
                .toList();
        gone.forEach(state -> taken.put(state, 0L));
        if (known.size() - gone.size() > MergePoints.MOST) {
            throw Refusals.limit(
                            "merged_states",
                            known.size() - gone.size(),
                            MergePoints.MOST,
                            "Erase states that have been merged and are no longer needed.")
                    .toException();
        }
        return taken;
    }

    private @Nullable Idempotency idempotency(Merge merge) {
        return Idempotency.of(principal, merge.commandId(), () -> arguments(merge));
    }

    /** What was asked for, as retries are compared by. */
    private static JsonObject arguments(Merge merge) {
        return JsonObject.builder()
                .put("merge", merge.from().value())
                .putIfPresent(
                        "prefer", merge.prefer() == null ? null : merge.prefer().wire())
                .putIfPresent("if_revision", merge.ifRevision() == null ? null : Json.of(merge.ifRevision()))
                .build();
    }
}
