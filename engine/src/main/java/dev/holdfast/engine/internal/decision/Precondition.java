package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Stamp;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must be true of a document for a command to be carried out. */
public sealed interface Precondition {
    /** Nothing. */
    record None() implements Precondition {}

    /** No event after this revision changed the document. */
    record Document(long revision) implements Precondition {}

    /** No event after the given revision changed the key; 0 means that it must be absent. */
    record Keys(SortedMap<String, Long> revisions) implements Precondition {}

    default boolean holdsFor(Image image) {
        return switch (this) {
            case None none -> true;
            case Document(long revision) -> image.documentRevision() <= revision && revision <= image.revision();
            case Keys(var revisions) ->
                revisions.entrySet().stream()
                        .allMatch(key -> holds(image.stamps().get(key.getKey()), key.getValue()));
        };
    }

    /**
     * Holds a revision given for the whole document, if one was, against an image.
     *
     * @throws HoldfastException {@code conflict} if an event after it changed the document
     */
    static void require(Image image, @Nullable Long revision) {
        Precondition precondition = revision == null ? new None() : new Document(revision);
        if (!precondition.holdsFor(image)) {
            throw Conflicts.precondition(image, precondition, List.of()).toException();
        }
    }

    /** The {@code if_revision} argument: a number, or numbers by key. */
    static Precondition parse(@Nullable Json json) {
        return switch (json) {
            case null -> new None();
            case JsonNumber number -> new Document(revision(number));
            case JsonObject keys -> {
                SortedMap<String, Long> revisions = new TreeMap<>();
                keys.forEach((key, revision) -> revisions.put(key, revision(revision)));
                yield new Keys(revisions);
            }
            default -> throw malformed();
        };
    }

    default @Nullable Json toJson() {
        return switch (this) {
            case None none -> null;
            case Document(long revision) -> Json.of(revision);
            case Keys(var revisions) -> {
                JsonObject.Builder json = JsonObject.builder();
                revisions.forEach(json::put);
                yield json.build();
            }
        };
    }

    private static boolean holds(@Nullable Stamp stamp, long revision) {
        // A key that was deleted has no revision to compare with, so only 0 speaks of absence.
        return revision == 0 ? stamp == null : stamp != null && stamp.revision() <= revision;
    }

    private static long revision(Json json) {
        if (json instanceof JsonNumber number && number.exactLong().orElse(-1) >= 0) {
            return number.exactLong().getAsLong();
        }
        throw malformed();
    }

    private static HoldfastException malformed() {
        return Failure.invalid(
                        "if_revision", "if_revision is a revision, or an object of revisions by key; 0 means absent.")
                .toException();
    }
}
