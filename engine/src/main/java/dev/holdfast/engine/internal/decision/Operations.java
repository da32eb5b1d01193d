package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.image.KeyDiff;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonMergePatch;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPatchException;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Carries a write out on a document and notes the patch that tells what changed. Costs the size of what is touched, not
 * of the document. Used once and thrown away; refuses by throwing a {@link HoldfastException}.
 */
final class Operations {
    private final Limits limits;
    private final List<JsonPatch.Operation> recorded = new ArrayList<>();
    private final SortedSet<String> touched = new TreeSet<>();
    private JsonObject document;

    private Operations(JsonObject document, Limits limits) {
        this.document = document;
        this.limits = limits;
    }

    /** What a write leads to. */
    record Result(JsonObject document, JsonPatch patch) {}

    static Result apply(Write write, JsonObject document, Limits limits) {
        Operations operations = new Operations(document, limits);
        operations.set(write.set());
        operations.increment(write.increment());
        operations.append(write.append());
        operations.addToSet(write.addToSet());
        operations.delete(write.delete());
        operations.merge(write.merge());
        JsonPatch patch = write.patch();
        if (patch != null) {
            operations.patch(patch);
        }
        return new Result(operations.document, JsonPatch.of(operations.recorded));
    }

    private void set(JsonObject values) {
        Targets targets = new Targets(touched, "set");
        values.forEach((name, value) -> {
            JsonPointer target = targets.add(name);
            checkDepth(target, value);
            put("set", target, value);
        });
        targets.close();
    }

    private void increment(JsonObject amounts) {
        Targets targets = new Targets(touched, "increment");
        amounts.forEach((name, by) -> {
            JsonPointer target = targets.add(name);
            put("increment", target, sum(name, target.resolve(document), (JsonNumber) by));
        });
        targets.close();
    }

    private void append(JsonObject values) {
        Targets targets = new Targets(touched, "append");
        values.forEach((name, elements) -> {
            JsonPointer target = targets.add(name);
            extend("append", target, array("append", name, target), (JsonArray) elements);
        });
        targets.close();
    }

    private void addToSet(JsonObject values) {
        Targets targets = new Targets(touched, "add_to_set");
        values.forEach((name, elements) -> {
            JsonPointer target = targets.add(name);
            JsonArray present = array("add_to_set", name, target);
            extend("add_to_set", target, present, absent(present, (JsonArray) elements));
        });
        targets.close();
    }

    private void delete(JsonArray names) {
        Targets targets = new Targets(touched, "delete");
        for (Json name : names) {
            JsonPointer target = targets.add(((JsonString) name).value());
            if (target.resolve(document) != null) {
                document = (JsonObject) target.removeFrom(document);
                recorded.add(new JsonPatch.Operation.Remove(target));
            }
        }
        targets.close();
    }

    private void merge(JsonObject merge) {
        Targets targets = new Targets(touched, "merge");
        merge.forEach((key, value) -> {
            targets.addKey(key);
            Json before = document.get(key);
            JsonObject one = JsonObject.of(key, value);
            Json after = ((JsonObject)
                            JsonMergePatch.apply(before == null ? JsonObject.EMPTY : JsonObject.of(key, before), one))
                    .get(key);
            replaceKey(key, before, after);
        });
        targets.close();
    }

    private void patch(JsonPatch patch) {
        JsonObject before = document;
        Json after = patched(patch);
        if (!(after instanceof JsonObject object)) {
            throw Failure.invalid("patch", "The document must stay an object.").toException();
        }
        Targets targets = new Targets(touched, "patch");
        Set<String> keys = touchedBy(patch, before, object);
        for (String key : keys) {
            targets.addKey(key);
            Json value = object.get(key);
            if (value != null) {
                checkDepth(JsonPointer.of(key), value);
            }
            replaceKey(key, before.get(key), value);
        }
        targets.close();
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
        recorded.addAll(KeyDiff.between(key, before, after));
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
        JsonArray all = present == null ? JsonArray.EMPTY : present;
        JsonArray added = JsonArray.EMPTY;
        for (Json element : elements) {
            if (all.stream().noneMatch(element::sameValue)) {
                all = all.appended(element);
                added = added.appended(element);
            }
        }
        return added;
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
