package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Undone.Reverted;
import dev.holdfast.engine.internal.decision.Basis;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Conflicts;
import dev.holdfast.engine.internal.decision.Cost;
import dev.holdfast.engine.internal.decision.PointerTree;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.KeyDiff;
import dev.holdfast.engine.internal.image.MergePoint;
import dev.holdfast.engine.internal.image.MergePoints;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.UndoLine;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Computes undo, redo and restore from the log, before the command is decided.
 *
 * <p>No inverse is stored. Undoing an event means: at every pointer that it changed, the present value must be the one
 * the event left there, and becomes the one before it. Redoing is the same with before and after exchanged. A change
 * inside an array (an insert, a removal) moves its neighbours, so there the whole array counts as one value.
 *
 * <p>If the event merged another state, its merge points are undone too; otherwise those changes would never be merged
 * again. Undoing the newest change restores the document before it, so the merge points of that time are restored too,
 * even if merges without any change followed. Otherwise the present points must be those the event left, as with
 * values.
 */
final class TakeBacks {
    private final History history;
    private final Image image;
    private final Steps steps;
    private final List<Reverted> reverted = new ArrayList<>();
    private final List<Long> revisions = new ArrayList<>();
    private final SortedSet<String> touched = new TreeSet<>();
    private JsonObject document;
    private SortedMap<String, MergePoint> merges;
    private @Nullable Configuration configuration;

    private TakeBacks(History history, Image image, Steps steps) {
        this.history = history;
        this.image = image;
        this.steps = steps;
        this.document = image.document();
        this.merges = new TreeMap<>(image.facts().merges());
        this.configuration = image.facts().configuration();
    }

    /**
     * The result of planning an undo.
     *
     * @param change the change to decide; null if there is nothing to do
     * @param reverted the events that it undoes or redoes
     */
    record Plan(Change.@Nullable TakeBack change, List<Reverted> reverted) {}

    /**
     * Plans an undo, redo or restore on an image.
     *
     * @param steps what it may cost
     */
    static Plan plan(History history, Image image, Undo undo, Steps steps) {
        TakeBacks work = new TakeBacks(history, image, steps);
        return switch (undo.target()) {
            case Undo.Last(int most) -> work.undo(most);
            case Undo.Redo(int most) -> work.redo(most);
            case Undo.One(long revision) -> work.undoOne(revision);
            case Undo.Restore(long revision) -> work.restore(revision);
        };
    }

    private Plan undo(int most) {
        UndoLine line = image.undoLine();
        for (Long next = line.last(); next != null && revisions.size() < most; next = line.last()) {
            revisions.add(next);
            line = line.undo(next);
        }
        takeBack(true, true);
        return plan(EventType.UNDONE, new Cause.Undoes(revisions));
    }

    private Plan redo(int most) {
        UndoLine line = image.undoLine();
        for (Long next = line.lastUndone(); next != null && revisions.size() < most; next = line.lastUndone()) {
            revisions.add(next);
            line = line.redo(next);
        }
        takeBack(false, false);
        return plan(EventType.REDONE, new Cause.Redoes(revisions));
    }

    private Plan undoOne(long revision) {
        requirePast(revision);
        if (!image.undoLine().canUndo(revision)) {
            throw Failure.invalid("revision", "The change at that revision cannot be undone, or was undone already.")
                    .toException();
        }
        revisions.add(revision);
        takeBack(true, Objects.equals(image.undoLine().last(), revision));
        return plan(EventType.UNDONE, new Cause.Undoes(revisions));
    }

    private Plan restore(long revision) {
        requirePast(revision);
        Image then = history.at(image.id(), revision, steps.forReading());
        steps.spend(image.document().canonicalSize() + (long) then.document().canonicalSize());
        document = then.document();
        merges = then.facts().merges();
        configuration = restorable(then);
        touched.addAll(image.document().keys());
        touched.addAll(document.keys());
        return plan(EventType.RESTORED, new Cause.Restores(revision));
    }

    private Plan plan(EventType type, Cause cause) {
        JsonPatch patch = KeyDiff.between(image.document(), document, touched);
        Configuration before = image.facts().configuration();
        Configuration moved = Objects.equals(configuration, before) ? null : configuration;
        boolean nothing = patch.isEmpty() && revisions.isEmpty() && moved == null;
        return new Plan(
                nothing
                        ? null
                        : new Change.TakeBack(
                                type,
                                Basis.of(image),
                                patch,
                                document,
                                MergePoints.patch(image.facts().merges(), merges),
                                moved,
                                cause),
                reverted);
    }

    private void takeBack(boolean backwards, boolean newestFirst) {
        Map<Long, History.Step> changes = history.steps(image.id(), new TreeSet<>(revisions), steps.forReading());
        for (long revision : revisions) {
            takeBack(Objects.requireNonNull(changes.get(revision)), backwards, newestFirst);
        }
    }

    private void takeBack(History.Step step, boolean backwards, boolean newest) {
        Event event = step.event();
        steps.spend(Cost.of(event.patch()));
        Image expected = backwards ? step.after() : step.before();
        Image wanted = backwards ? step.before() : step.after();
        for (JsonPointer pointer :
                changed(event, step.before().document(), step.after().document())) {
            Json left = pointer.resolve(expected.document());
            // A key with a time to live that has ended since was removed by time and not changed by a caller: no
            // conflict.
            boolean timed = step.after().facts().ends().containsKey(pointer.first());
            boolean lapsed = backwards && timed && !document.has(pointer.first());
            exchange(pointer, lapsed ? null : left, pointer.resolve(wanted.document()));
        }
        exchange(expected.facts().merges(), wanted.facts().merges(), newest);
        exchange(expected.facts().configuration(), wanted.facts().configuration(), newest);
        touched.addAll(event.keys());
        reverted.add(new Reverted(event.revision(), event.actor(), event.note(), event.keys()));
    }

    private void exchange(JsonPointer pointer, @Nullable Json expected, @Nullable Json wanted) {
        Json present = pointer.resolve(document);
        boolean asExpected = present == null ? expected == null : present.equals(expected);
        if (!asExpected || (present == null && wanted != null && !hasRoomFor(pointer))) {
            throw Conflicts.moved(image, List.of(pointer.first())).toException();
        }
        if (wanted == null) {
            document = present == null ? document : (JsonObject) pointer.removeFrom(document);
        } else if (present == null) {
            document = (JsonObject) pointer.addTo(document, wanted);
        } else {
            document = (JsonObject) pointer.replaceIn(document, wanted);
        }
    }

    private void exchange(Map<String, MergePoint> expected, Map<String, MergePoint> wanted, boolean newest) {
        for (String state : MergePoints.differing(expected, wanted)) {
            MergePoint present = merges.get(state);
            if (!newest && !Objects.equals(present, expected.get(state))) {
                throw Conflicts.mergedSince(image).toException();
            }
            MergePoint point = wanted.get(state);
            if (point == null) {
                merges.remove(state);
            } else {
                merges.put(state, point);
            }
        }
    }

    /** As with merges. When delays end does not count: they begin anew. */
    private void exchange(@Nullable Configuration expected, @Nullable Configuration wanted, boolean newest) {
        if (wanted == null || Configuration.isSame(expected, wanted)) {
            return;
        } else if (!newest && !Configuration.isSame(configuration, expected)) {
            throw Conflicts.machineMovedSince(image).toException();
        }
        configuration = wanted;
    }

    /** The configuration of an earlier version, if that has the machine that the state has now. */
    private @Nullable Configuration restorable(Image then) {
        if (!Objects.equals(then.settings().machine(), image.settings().machine())) {
            throw Failure.invalid(
                            "to_revision",
                            "The state had another machine then, or none. Open a fork of that revision instead.")
                    .toException();
        }
        return then.facts().configuration();
    }

    /** Whether the parent of a value still is an object: it may have been removed or replaced since. */
    private boolean hasRoomFor(JsonPointer pointer) {
        return pointer.parent().resolve(document) instanceof JsonObject;
    }

    /** The pointers at which an event changed something; none of them lies within another. */
    private static List<JsonPointer> changed(Event event, JsonObject before, JsonObject after) {
        PointerTree pointers = new PointerTree();
        event.patch().operations().forEach(operation -> pointers.addWhole(wholeArray(operation, before, after)));
        return pointers.toList();
    }

    private static JsonPointer wholeArray(JsonPatch.Operation operation, JsonObject before, JsonObject after) {
        JsonPointer path = operation.path();
        if (operation instanceof JsonPatch.Operation.Replace || path.tokens().size() == 1) {
            return path;
        }
        JsonPointer parent = path.parent();
        boolean inArray = parent.resolve(before) instanceof JsonArray || parent.resolve(after) instanceof JsonArray;
        return inArray ? parent : path;
    }

    private void requirePast(long revision) {
        if (revision < 1 || revision > image.revision()) {
            throw Refusals.noSuchRevision(revision, image.revision()).toException();
        }
    }
}
