package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Operation;
import dev.holdfast.engine.Target;
import dev.holdfast.engine.internal.image.KeyDiff;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonMergePatch;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPatchException;
import dev.holdfast.json.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Carries a write out on a document and notes the patch that tells what changed. Costs the size of what is touched, not
 * of the document. Used once and thrown away; refuses by throwing a {@link HoldfastException}.
 */
final class Operations {
    private final Limits limits;
    private final Steps steps;
    private final List<JsonPatch.Operation> recorded = new ArrayList<>();
    private final Targets targets = new Targets();
    private JsonObject document;

    private Operations(JsonObject document, Limits limits, Steps steps) {
        this.document = document;
        this.limits = limits;
        this.steps = steps;
    }

    /** What a write leads to. */
    record Result(JsonObject document, JsonPatch patch) {}

    static Result apply(List<Operation> operations, JsonObject document, Limits limits, Steps steps) {
        Operations work = new Operations(document, limits, steps);
        operations.forEach(work::carryOut);
        return new Result(work.document, JsonPatch.of(work.recorded));
    }

    private void carryOut(Operation operation) {
        targets.begin(operation.argument());
        steps.spend(Cost.of(operation, document));
        switch (operation) {
            case Operation.Set(Target target, Json value) -> set(targets.add(target), value);
            case Operation.Increment(Target target, JsonNumber by) -> increment(targets.add(target), target.name(), by);
            case Operation.Append(Target target, JsonArray values) ->
                append(targets.add(target), target.name(), values);
            case Operation.AddToSet(Target target, JsonArray values) ->
                addToSet(targets.add(target), target.name(), values);
            case Operation.Delete(Target target) -> delete(targets.add(target));
            case Operation.Merge(String key, Json value) -> merge(key, value);
            case Operation.Patch(JsonPatch patch) -> patch(patch);
        }
    }

    private void set(JsonPointer target, Json value) {
        checkDepth(target, value);
        put("set", target, value);
    }

    private void increment(JsonPointer target, String name, JsonNumber by) {
        put("increment", target, sum(name, target.resolve(document), by));
    }

    private void append(JsonPointer target, String name, JsonArray values) {
        extend("append", target, array("append", name, target), values);
    }

    private void addToSet(JsonPointer target, String name, JsonArray values) {
        JsonArray present = array("add_to_set", name, target);
        extend("add_to_set", target, present, absent(present, values));
    }

    private void delete(JsonPointer target) {
        if (target.resolve(document) != null) {
            document = (JsonObject) target.removeFrom(document);
            recorded.add(new JsonPatch.Operation.Remove(target));
        }
    }

    private void merge(String key, Json value) {
        targets.addKey(key);
        Json before = document.get(key);
        JsonObject present = before == null ? JsonObject.EMPTY : JsonObject.of(key, before);
        Json merged = JsonMergePatch.apply(present, JsonObject.of(key, value));
        replaceKey(key, before, ((JsonObject) merged).get(key));
    }

    private void patch(JsonPatch patch) {
        JsonObject before = document;
        Json after = patched(patch);
        if (!(after instanceof JsonObject object)) {
            throw Failure.invalid("patch", "The document must stay an object.").toException();
        }
        for (String key : touchedBy(patch, before, object)) {
            targets.addKey(key);
            Json value = object.get(key);
            if (value != null) {
                checkDepth(JsonPointer.of(key), value);
            }
            replaceKey(key, before.get(key), value);
        }
    }

    private Json patched(JsonPatch patch) {
        try {
            return patch.applyTo(document);
        } catch (JsonPatchException e) {
            throw (e.reason() == JsonPatchException.Reason.TEST_FAILED
                            ? Conflicts.testFailed(document, e)
                            : Failure.invalid("patch", "The patch does not apply: " + e.getMessage()))
                    .toException();
        }
    }

    private static Set<String> touchedBy(JsonPatch patch, JsonObject before, JsonObject after) {
        Set<String> keys = new TreeSet<>();
        for (JsonPatch.Operation operation : patch.operations()) {
            touch(keys, operation.path(), before, after);
            switch (operation) {
                case JsonPatch.Operation.Move move -> touch(keys, move.from(), before, after);
                case JsonPatch.Operation.Copy copy -> touch(keys, copy.from(), before, after);
                default -> {}
            }
        }
        return keys;
    }

    private static void touch(Set<String> keys, JsonPointer path, JsonObject before, JsonObject after) {
        if (path.isRoot()) {
            keys.addAll(before.keys());
            keys.addAll(after.keys());
        } else {
            keys.add(path.first());
        }
    }

    /** Gives one key another value, or none, and records what that changed. */
    private void replaceKey(String key, @Nullable Json before, @Nullable Json after) {
        List<JsonPatch.Operation> changes = KeyDiff.between(key, before, after);
        steps.spend(Cost.of(changes));
        recorded.addAll(changes);
        document = after == null ? document.without(key) : document.with(key, after);
    }

    private void put(String operation, JsonPointer target, Json value) {
        Json before = target.resolve(document);
        if (value.equals(before)) {
            return;
        }
        try {
            if (before == null) {
                document = (JsonObject) target.addTo(document, value);
                recorded.add(new JsonPatch.Operation.Add(target, value));
            } else {
                document = (JsonObject) target.replaceIn(document, value);
                recorded.add(new JsonPatch.Operation.Replace(target, value));
            }
        } catch (JsonPatchException e) {
            throw Failure.invalid(operation, "There is nothing at the parent of " + target + " to put a value into.")
                    .toException();
        }
    }

    private void extend(String operation, JsonPointer target, @Nullable JsonArray present, JsonArray elements) {
        if (present == null) {
            checkDepth(target, elements);
            put(operation, target, elements);
            return;
        }
        JsonPointer end = target.child("-");
        for (Json element : elements) {
            checkDepth(end, element);
            recorded.add(new JsonPatch.Operation.Add(end, element));
        }
        if (elements.size() > 0) {
            document = (JsonObject) target.replaceIn(document, present.appendedAll(elements));
        }
    }

    private @Nullable JsonArray array(String operation, String name, JsonPointer target) {
        return switch (target.resolve(document)) {
            case null -> null;
            case JsonArray array -> array;
            default ->
                throw Failure.invalid(operation, "What is at " + quoted(name) + " is not an array.")
                        .toException();
        };
    }

    private static JsonArray absent(@Nullable JsonArray present, JsonArray elements) {
        Set<Json> missing = new TreeSet<>(Json.valueOrder());
        elements.forEach(missing::add);
        if (present != null) {
            present.forEach(missing::remove);
        }
        // Removed as they are met, so that of several that are the same the first is added.
        return JsonArray.copyOf(elements.stream().filter(missing::remove).toList());
    }

    private static Json sum(String name, @Nullable Json present, JsonNumber by) {
        if (present != null && !(present instanceof JsonNumber)) {
            throw Failure.invalid("increment", "What is at " + quoted(name) + " is not a number.")
                    .toException();
        }
        try {
            return present instanceof JsonNumber number ? number.plus(by) : by;
        } catch (ArithmeticException e) {
            throw Failure.invalid("increment", "The sum at " + quoted(name) + " has too many digits.")
                    .toException();
        }
    }

    private void checkDepth(JsonPointer target, Json value) {
        int depth = target.tokens().size() + value.depth();
        if (depth > limits.depth()) {
            throw Refusals.limit(
                            "nesting", depth, limits.depth(), "Nest less deeply, or keep parts in keys of their own.")
                    .toException();
        }
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }
}
