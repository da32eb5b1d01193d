package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonPatch;

/** One thing that a write does to a document. Immutable. */
public sealed interface Operation {
    /** Puts a value in place of whatever is there. */
    record Set(Target target, Json value) implements Operation {}

    /** Adds to a number; an absent one counts as 0. */
    record Increment(Target target, JsonNumber by) implements Operation {}

    /** Adds to the end of an array; an absent one counts as empty. */
    record Append(Target target, JsonArray values) implements Operation {}

    /** Adds to an array what it does not hold yet; an absent one counts as empty. */
    record AddToSet(Target target, JsonArray values) implements Operation {}

    /** Removes what is there, if anything is. */
    record Delete(Target target) implements Operation {}

    /** Merges a value into one key (RFC 7396): objects merge, null deletes, everything else replaces. */
    record Merge(String key, Json value) implements Operation {}

    /** Applies a JSON Patch (RFC 6902) to the whole document. */
    record Patch(JsonPatch patch) implements Operation {}

    /** The argument of a write that holds operations of this kind. */
    default String argument() {
        return switch (this) {
            case Set set -> "set";
            case Increment increment -> "increment";
            case Append append -> "append";
            case AddToSet addToSet -> "add_to_set";
            case Delete delete -> "delete";
            case Merge merge -> "merge";
            case Patch patch -> "patch";
        };
    }
}
