package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.util.List;

/** Which earlier revisions an event answers to. */
public sealed interface Cause {
    /** Takes back the events at these revisions, latest first. */
    record Undoes(List<Long> revisions) implements Cause {
        public Undoes {
            revisions = List.copyOf(revisions);
        }
    }

    /** Brings back the undone events at these revisions, in this order. */
    record Redoes(List<Long> revisions) implements Cause {
        public Redoes {
            revisions = List.copyOf(revisions);
        }
    }

    /** Makes the document what it was at this revision. */
    record Restores(long revision) implements Cause {}

    /** As stored and shown. */
    default JsonObject toJson() {
        return switch (this) {
            case Undoes(List<Long> revisions) -> JsonObject.of("undoes", numbers(revisions));
            case Redoes(List<Long> revisions) -> JsonObject.of("redoes", numbers(revisions));
            case Restores(long revision) -> JsonObject.of("restores", Json.of(revision));
        };
    }

    /** Reads what {@link #toJson()} wrote. */
    static Cause parse(JsonObject json) {
        if (json.get("undoes") instanceof JsonArray undone) {
            return new Undoes(revisions(undone));
        }
        if (json.get("redoes") instanceof JsonArray redone) {
            return new Redoes(revisions(redone));
        }
        if (json.get("restores") instanceof JsonNumber restored) {
            return new Restores(revision(restored));
        }
        throw new IllegalArgumentException("not a cause: " + json.keys());
    }

    private static JsonArray numbers(List<Long> revisions) {
        return JsonArray.copyOf(revisions.stream().map(Json::of).toList());
    }

    private static List<Long> revisions(JsonArray numbers) {
        return numbers.stream().map(number -> revision((JsonNumber) number)).toList();
    }

    private static long revision(JsonNumber number) {
        return number.exactLong().orElseThrow(() -> new IllegalArgumentException("not a revision"));
    }
}
