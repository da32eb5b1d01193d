package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Undone;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.testkit.model.Facts.Version;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One undo, redo or restore: computed on the document that the actor reads, then done like any command. */
final class ModelledUndo {
    private final ModelledState state;
    private final Facts facts;
    private final String actor;
    private final Ask.ToUndo undo;

    /** The result: a document, and the revisions undone or redone; no document if a later change is in the way. */
    private record Plan(@Nullable JsonObject document, List<Long> revisions) {}

    ModelledUndo(ModelledState state, String actor, Ask.ToUndo undo) {
        this.state = state;
        this.facts = state.facts;
        this.actor = actor;
        this.undo = undo;
    }

    Answer answer() {
        if (!state.facts.isKnownTo(actor)) {
            return Answer.failed(Code.NOT_FOUND);
        }
        state.fireIfDueOrAhead();
        Code unreadable = state.read(actor);
        if (unreadable != null) {
            return Answer.failed(unreadable);
        }
        Ask arguments = new Ask.ToUndo(undo.kind(), undo.number(), undo.ifRevision(), null);
        Answer before = state.replay(actor, undo.op(), arguments);
        if (before != null) {
            return before;
        }
        Long expected = undo.ifRevision();
        if (expected != null && (facts.documentRevision > expected || expected > facts.revision)) {
            return Answer.failed(Code.CONFLICT);
        }
        return planned(arguments);
    }

    private Answer planned(Ask arguments) {
        if (!isPossible()) {
            return Answer.failed(Code.INVALID);
        }
        Plan plan = plan();
        JsonObject document = plan.document();
        if (document == null) {
            return Answer.failed(Code.CONFLICT);
        } else if (plan.revisions().isEmpty() && document.equals(facts.document)) {
            return Answer.done(facts.revision, Set.of()).replayed(false).with(Answer.REVERTED, List.of());
        }
        long workedOutOn = facts.documentRevision;
        return state.once(
                actor,
                undo.op(),
                arguments,
                Access.WRITE,
                () -> facts.documentRevision == workedOutOn ? carryOut(plan, document) : Answer.failed(Code.CONFLICT));
    }

    private boolean isPossible() {
        return switch (undo.kind()) {
            case RESTORE -> undo.number() <= facts.revision;
            case ONE -> facts.undoable.contains(undo.number());
            default -> true;
        };
    }

    private Plan plan() {
        return switch (undo.kind()) {
            case LAST -> takeBack(first(facts.undoable, (int) undo.number()), true);
            case REDO -> takeBack(first(facts.undone, (int) undo.number()), false);
            case ONE -> takeBack(List.of(undo.number()), true);
            case RESTORE -> new Plan(facts.version(undo.number()).after(), List.of());
        };
    }

    /** Replaces the values after each event by those before it, or the other way round. */
    private Plan takeBack(List<Long> revisions, boolean backwards) {
        JsonObject document = facts.document;
        for (long revision : revisions) {
            Version version = facts.version(revision);
            JsonObject left = backwards ? version.after() : version.before();
            JsonObject wanted = backwards ? version.before() : version.after();
            for (JsonPointer place : Places.between(version.before(), version.after(), version.whole())) {
                boolean lapsed = backwards && version.timed().contains(place.first()) && !document.has(place.first());
                Json expected = lapsed ? null : place.resolve(left);
                document = Objects.equals(place.resolve(document), expected)
                        ? Places.with(document, place, place.resolve(wanted))
                        : null;
                if (document == null) {
                    return new Plan(null, revisions);
                }
            }
        }
        return new Plan(document, revisions);
    }

    private Answer carryOut(Plan plan, JsonObject document) {
        if (!facts.allows(document)) {
            return Answer.failed(Code.REJECTED);
        }
        facts.ends
                .keySet()
                .removeIf(key -> !document.has(key) || !Objects.equals(document.get(key), facts.document.get(key)));
        exchangeMerges(plan);
        Answer answer = state.commit(deed(plan), document, Set.of());
        boolean redo = undo.kind() == Ask.UndoKind.REDO;
        for (long revision : plan.revisions()) {
            (redo ? facts.undone : facts.undoable).remove(revision);
            (redo ? facts.undoable : facts.undone).push(revision);
        }
        if (undo.kind() == Ask.UndoKind.RESTORE) {
            state.undoable(answer.revision());
        }
        return answer.with(Answer.REVERTED, reverted(plan));
    }

    private Deed deed(Plan plan) {
        return switch (undo.kind()) {
            case LAST, ONE -> Deed.of(EventType.UNDONE, actor, new Cause.Undoes(plan.revisions()));
            case REDO -> Deed.of(EventType.REDONE, actor, new Cause.Redoes(plan.revisions()));
            case RESTORE -> Deed.of(EventType.RESTORED, actor, new Cause.Restores(undo.number()));
        };
    }

    /** Sets the merges that count to those before the undone changes, or after the redone ones. */
    private void exchangeMerges(Plan plan) {
        if (undo.kind() == Ask.UndoKind.RESTORE) {
            facts.lineage.stand(facts.version(undo.number()).lineage().standing());
        }
        for (long revision : plan.revisions()) {
            Set<Lineage.Brought> after = facts.version(revision).lineage().standing();
            Set<Lineage.Brought> before = revision == 1
                    ? Set.of()
                    : facts.version(revision - 1).lineage().standing();
            boolean redo = undo.kind() == Ask.UndoKind.REDO;
            facts.lineage.exchange(redo ? before : after, redo ? after : before);
        }
    }

    private List<Undone.Reverted> reverted(Plan plan) {
        return plan.revisions().stream()
                .map(revision -> {
                    Version version = facts.version(revision);
                    return new Undone.Reverted(
                            revision, version.deed().by(), version.deed().note(), new TreeSet<>(version.changed()));
                })
                .toList();
    }

    /** Whether it undoes or redoes a merge that is not the newest change: then later merges may be in the way. */
    boolean isOutOfOrder() {
        List<Long> revisions = switch (undo.kind()) {
            case ONE -> Long.valueOf(undo.number()).equals(facts.undoable.peek()) ? List.of() : List.of(undo.number());
            case REDO -> first(facts.undone, (int) undo.number());
            case LAST, RESTORE -> List.of();
        };
        return revisions.stream()
                .anyMatch(revision -> facts.version(revision).deed().type() == EventType.MERGED);
    }

    /** The earliest revision whose document is needed. */
    long oldestNeeded() {
        Set<Long> needed = new TreeSet<>(Set.of(facts.revision));
        switch (undo.kind()) {
            case LAST -> needed.addAll(first(facts.undoable, (int) undo.number()));
            case REDO -> needed.addAll(first(facts.undone, (int) undo.number()));
            case ONE -> needed.add(undo.number());
            case RESTORE -> needed.add(undo.number());
        }
        return needed.iterator().next();
    }

    private static List<Long> first(Deque<Long> line, int steps) {
        return new ArrayList<>(line.stream().limit(steps).toList());
    }
}
