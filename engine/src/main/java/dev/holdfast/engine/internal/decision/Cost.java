package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.IfRevision;
import dev.holdfast.engine.Operation;
import dev.holdfast.engine.Target;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPointer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What parts of a decision cost, in {@linkplain Steps steps}: estimates that are never far too low. Taking an operation
 * up costs a node, finding its place a node for each token, its values their size, and what it leads to as an event the
 * size of that.
 */
public final class Cost {
    private Cost() {}

    static long of(Operation operation, JsonObject document) {
        return Steps.NODE
                + switch (operation) {
                    case Operation.Set(Target target, Json value) -> of(target) + value.canonicalSize();
                    case Operation.Increment(Target target, JsonNumber by) -> of(target);
                    case Operation.Append(Target target, JsonArray values) -> of(target) + of(values);
                    case Operation.AddToSet(Target target, JsonArray values) ->
                        of(target) + of(values) + size(target.resolve(document));
                    case Operation.Delete(Target target) -> of(target);
                    case Operation.Merge(String key, Json value) -> value.canonicalSize() + compared(document.get(key));
                    case Operation.Patch(JsonPatch patch) -> of(patch.operations()) + touched(patch, document);
                };
    }

    /** What it costs to carry a patch out and to store it. */
    public static long of(JsonPatch patch) {
        return of(patch.operations());
    }

    static long of(List<JsonPatch.Operation> operations) {
        long cost = 0;
        for (JsonPatch.Operation operation : operations) {
            cost += of(operation.path())
                    + switch (operation) {
                        case JsonPatch.Operation.Add add -> add.value().canonicalSize();
                        case JsonPatch.Operation.Replace replace ->
                            replace.value().canonicalSize();
                        case JsonPatch.Operation.Test test -> test.value().canonicalSize();
                        case JsonPatch.Operation.Move move -> of(move.from());
                        case JsonPatch.Operation.Copy copy -> of(copy.from());
                        case JsonPatch.Operation.Remove remove -> 0;
                    };
        }
        return cost;
    }

    /**
     * What it costs to hold expected revisions against an image, and to tell what has changed where they do not hold.
     */
    static long of(IfRevision expected) {
        return expected instanceof IfRevision.Keys(var revisions) ? (long) Steps.NODE * revisions.size() : 0;
    }

    /** What it costs to keep a write for later. */
    static long of(Write write, JsonObject document) {
        return write.operations().stream()
                .mapToLong(operation -> of(operation, document))
                .sum();
    }

    /** What a patch leads to is compared with what was there, key by key. */
    private static long touched(JsonPatch patch, JsonObject document) {
        boolean all = patch.operations().stream()
                .anyMatch(operation -> operation.path().isRoot());
        return all
                ? compared(document)
                : patch.operations().stream()
                        .map(operation -> operation.path().first())
                        .distinct()
                        .mapToLong(key -> compared(document.get(key)))
                        .sum();
    }

    private static long of(JsonArray values) {
        return (long) Steps.NODE * values.size() + values.canonicalSize();
    }

    private static long of(Target target) {
        return of(target.pointer());
    }

    private static long of(JsonPointer pointer) {
        return (long) Steps.NODE * pointer.tokens().size();
    }

    /** Values of one history share their parts, and a comparison does not look into those. */
    private static long compared(@Nullable Json value) {
        return size(value) / 8;
    }

    private static long size(@Nullable Json value) {
        return value == null ? 0 : value.canonicalSize();
    }
}
