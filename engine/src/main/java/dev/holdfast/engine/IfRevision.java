package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which revisions a write expects; if a newer event changed what it names, the write is a conflict. Immutable.
 * Revisions are 0 or more: a negative one is refused as {@code invalid}.
 */
public sealed interface IfRevision {
    /** None in particular: the write is carried out on whatever is there. */
    record Any() implements IfRevision {}

    /** No event after this revision changed the document. */
    record Document(long revision) implements IfRevision {
        public Document {
            requireRevision(revision);
        }
    }

    /**
     * No event after the given revision changed the key; 0 means that the key must be absent. A name that begins with a
     * slash is a JSON Pointer and speaks of the key that it leads into; 0 means that nothing is there.
     */
    record Keys(SortedMap<String, Long> revisions) implements IfRevision {
        public Keys {
            revisions.values().forEach(IfRevision::requireRevision);
            revisions = Collections.unmodifiableSortedMap(new TreeMap<>(revisions));
        }
    }

    /**
     * Reads the {@code if_revision} argument: a number, or numbers by name; null for {@link Any}.
     *
     * @throws HoldfastException {@code invalid} if it is anything else, or a number is negative or not whole
     */
    static IfRevision parse(@Nullable Json json) {
        return switch (json) {
            case null -> new Any();
            case JsonNumber number -> new Document(revision(number));
            case JsonObject keys -> {
                SortedMap<String, Long> revisions = new TreeMap<>();
                keys.forEach((key, revision) -> revisions.put(key, revision(revision)));
                yield new Keys(revisions);
            }
            default -> throw malformed();
        };
    }

    /** The argument that {@link #parse} reads; null for {@link Any}. */
    default @Nullable Json toJson() {
        return switch (this) {
            case Any any -> null;
            case Document(long revision) -> Json.of(revision);
            case Keys(var revisions) -> {
                JsonObject.Builder json = JsonObject.builder();
                revisions.forEach(json::put);
                yield json.build();
            }
        };
    }

    /** A whole number; anything else is none that a revision can have. */
    private static long revision(Json json) {
        return json instanceof JsonNumber number ? number.exactLong().orElse(-1) : -1;
    }

    private static void requireRevision(long revision) {
        if (revision < 0) {
            throw malformed();
        }
    }

    private static HoldfastException malformed() {
        return Failure.invalid(
                        "if_revision", "if_revision is a revision, or an object of revisions by key; 0 means absent.")
                .toException();
    }
}
