package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One merge, without a search for common ancestors: the common value of a key is the one that the changes shared by
 * both sides led to.
 */
final class ModelledMerge {
    private final Ledger ledger;
    private final ModelledState state;
    private final Facts ours;
    private final String actor;
    private final Ask.ToMerge merge;

    /** What it comes to. */
    private static final class Plan {
        private JsonObject document;
        private final Set<String> conflicts = new TreeSet<>();
        private boolean news;

        private Plan(JsonObject document) {
            this.document = document;
        }
    }

    ModelledMerge(Ledger ledger, ModelledState state, String actor, Ask.ToMerge merge) {
        this.ledger = ledger;
        this.state = state;
        this.ours = state.facts;
        this.actor = actor;
        this.merge = merge;
    }

    /** Whether the model can say what related states have in common; otherwise they are not merged. */
    boolean isClear(Facts theirs) {
        return root(ours) != root(theirs)
                || (areRelated(ours, theirs)
                        && !ours.lineage.isDoubtful(ours.handle, theirs.handle, theirs.lineage)
                        && !theirs.lineage.isDoubtful(theirs.handle, ours.handle, ours.lineage)
                        && theirs.lineage.keys().stream()
                                .allMatch(key -> ledger.value(key, both(theirs, key)) != null));
    }

    private static Facts root(Facts state) {
        return state.origin == null ? state : root(state.origin.of());
    }

    /**
     * The answer that does not depend on the documents: a refusal, or that of a retry; null if the merge must be
     * computed.
     */
    @Nullable Answer beforehand(@Nullable ModelledState from) {
        if (!ours.isKnownTo(actor)) {
            return Answer.failed(Code.NOT_FOUND);
        } else if (merge.from().equals(ours.handle)) {
            return Answer.failed(Code.INVALID);
        }
        state.fireIfDueOrAhead();
        Code unreadable = state.read(actor);
        if (unreadable != null) {
            return Answer.failed(unreadable);
        }
        Answer before = state.replay(actor, merge.op(), arguments());
        if (before != null) {
            return before;
        }
        Long expected = merge.ifRevision();
        if (expected != null && (ours.documentRevision > expected || expected > ours.revision)) {
            return Answer.failed(Code.CONFLICT);
        }
        Code foreign = from == null ? Code.NOT_FOUND : from.read(actor);
        return foreign == null ? null : Answer.failed(foreign);
    }

    /** What it comes to. */
    Answer answer(ModelledState from) {
        Facts theirs = from.facts;
        if (root(ours) != root(theirs)) {
            return Answer.failed(Code.INVALID);
        }
        Plan plan = plan(from);
        if (!plan.news) {
            return Answer.done(ours.revision, Set.of()).replayed(false).with(Answer.CONFLICTS, Set.of());
        } else if (merge.prefer() == null && !plan.conflicts.isEmpty()) {
            Answer conflict = Answer.failed(Code.CONFLICT);
            return merge.ifRevision() == null ? conflict.with(Answer.CONFLICTS, plan.conflicts) : conflict;
        }
        long workedOutOn = ours.documentRevision;
        return state.once(
                actor,
                merge.op(),
                arguments(),
                Access.WRITE,
                () -> ours.documentRevision == workedOutOn ? carryOut(plan, theirs) : Answer.failed(Code.CONFLICT));
    }

    /** Whether one state is a fork of the other. */
    static boolean areRelated(Facts one, Facts other) {
        return isForkOf(one, other) || isForkOf(other, one);
    }

    private static boolean isForkOf(Facts fork, Facts source) {
        return fork.origin != null && fork.origin.of() == source;
    }

    private Ask.ToMerge arguments() {
        return new Ask.ToMerge(merge.from(), merge.prefer(), merge.ifRevision(), null);
    }

    private Plan plan(ModelledState from) {
        JsonObject own = ours.present(state.now());
        JsonObject their = from.facts.present(from.now());
        Set<String> ignored = from.facts.ending(from.now());
        Plan plan = new Plan(own);
        for (String key : from.facts.lineage.keys()) {
            if (!ignored.contains(key)) {
                compare(plan, key, own.get(key), their.get(key), common(from.facts, key));
            }
        }
        return plan;
    }

    private void compare(Plan plan, String key, @Nullable Json own, @Nullable Json their, @Nullable Json common) {
        boolean theyChanged = !Objects.equals(their, common);
        plan.news |= theyChanged;
        if (!theyChanged || Objects.equals(own, their)) {
            return;
        }
        boolean conflict = !Objects.equals(own, common);
        if (conflict) {
            plan.conflicts.add(key);
        }
        if (!conflict || merge.prefer() == Merge.Prefer.THEIRS) {
            plan.document = their == null ? plan.document.without(key) : plan.document.with(key, their);
        }
    }

    /** The value of a key before the two states diverged. */
    private @Nullable Json common(Facts theirs, String key) {
        Set<Integer> both = both(theirs, key);
        Ledger.Value value = ledger.value(key, both);
        if (value == null) {
            throw new IllegalStateException("no state ever had exactly the changes " + both + " of " + key);
        }
        return value.json();
    }

    private Set<Integer> both(Facts theirs, String key) {
        Set<Integer> both = new HashSet<>(ours.lineage.towards(theirs.handle, key));
        both.retainAll(theirs.lineage.towards(ours.handle, key));
        return both;
    }

    private Answer carryOut(Plan plan, Facts theirs) {
        if (!ours.allows(plan.document)) {
            return Answer.failed(Code.REJECTED);
        }
        ours.ends.keySet().removeIf(key -> !Objects.equals(plan.document.get(key), ours.document.get(key)));
        ours.lineage.take(ours.handle, theirs.handle, theirs.lineage);
        decide(Facts.without(plan.document, ours.ends.keySet()), theirs.lasting());
        Version taken = new Version(new StateId(theirs.handle), theirs.revision);
        Answer answer =
                state.commit(Deed.of(EventType.MERGED, actor, new Cause.Merged(taken)), plan.document, Set.of());
        if (ours.newest().changed().isEmpty()) {
            return answer.with(Answer.CONFLICTS, plan.conflicts);
        }
        state.undoable(answer.revision());
        return answer.with(Answer.CONFLICTS, plan.conflicts);
    }

    /** Where the two states still differ, the value here counts as a decision made with knowledge of theirs. */
    private void decide(JsonObject own, JsonObject their) {
        Set<String> changed = Lineage.differing(ours.newest().lasting(), own);
        for (String key : ours.lineage.keys()) {
            if (!Objects.equals(own.get(key), their.get(key))) {
                ours.lineage.change(key, own.get(key));
            } else if (!changed.contains(key)) {
                ours.lineage.settle(key, own.get(key));
            }
        }
    }
}
