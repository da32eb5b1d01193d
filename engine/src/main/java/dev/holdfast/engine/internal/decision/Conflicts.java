package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.IfRevision;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Stamp;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatchException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a conflict tells: where things stand now, who moved them, and the way out. */
public final class Conflicts {
    /** A conflict tells of this many keys at most, and shows values up to this size; the rest is a read away. */
    private static final int KEYS_SHOWN = 16;

    private static final int BYTES_SHOWN = 2_048;

    private Conflicts() {}

    /**
     * Expected revisions that did not hold.
     *
     * @param touched the keys that the command changes
     */
    static Failure precondition(Image image, IfRevision expected, Collection<String> touched) {
        Stream<String> keys = switch (expected) {
            case IfRevision.Keys(var revisions) -> revisions.keySet().stream();
            case IfRevision.Document(long revision) -> changedSince(image, revision, touched);
            case IfRevision.Any any -> Stream.empty();
        };
        JsonObject facts = JsonObject.builder()
                .put("revision", image.revision())
                .putIfPresent("expected", expected.toJson())
                .put("keys", keys(image, keys))
                .build();
        return new Failure(
                Failure.Code.CONFLICT,
                facts,
                "Nothing was changed. Look at the values given here, decide again, and retry with if_revision set to"
                        + " the revision given here.");
    }

    /** The document moved between working an undo out and carrying it out, or something newer stands in its way. */
    public static Failure moved(Image image, Collection<String> keys) {
        return moved(
                image,
                keys,
                "Nothing was changed, because what was to be taken back has changed since. Read the state and decide"
                        + " again.");
    }

    /** A merge is to be taken back or brought back, and the same state was merged again since. */
    public static Failure mergedSince(Image image) {
        return moved(
                image,
                List.of(),
                "Nothing was changed: what was merged then has been merged again since. Undo what came after it first,"
                        + " the newest first, or write the values that you want.");
    }

    /** The document moved between working a merge out and carrying it out. */
    static Failure movedWhileMerging(Image image, Collection<String> keys) {
        return moved(
                image,
                keys,
                "Nothing was merged, because the state was changed meanwhile. Merge again; if_revision, if you"
                        + " gave one, is now the revision given here.");
    }

    /** The state moved since its caller was shown what erasing it would remove. */
    static Failure movedBeforeErasing(Image image) {
        return moved(image, List.of(), "Nothing was erased, because the state has changed since. Look at it again.");
    }

    private static Failure moved(Image image, Collection<String> keys, String hint) {
        JsonObject facts = JsonObject.builder()
                .put("revision", image.revision())
                .put("keys", keys(image, keys.stream()))
                .build();
        return new Failure(Failure.Code.CONFLICT, facts, hint);
    }

    /** Keys that two states have changed differently since they were the same. */
    public static Failure merge(Image ours, Image theirs, SortedSet<String> keys) {
        JsonObject.Builder shown = JsonObject.builder();
        keys.stream()
                .limit(KEYS_SHOWN)
                .forEach(key -> shown.put(key, JsonObject.of("ours", key(ours, key), "theirs", key(theirs, key))));
        JsonObject facts = JsonObject.builder()
                .put("revision", ours.revision())
                .put("from_revision", theirs.revision())
                .put("conflicts", keys.size())
                .put("keys", shown.build())
                .build();
        return new Failure(
                Failure.Code.CONFLICT,
                facts,
                "Nothing was merged, because both sides changed these keys. Merge again with prefer: ours or theirs to"
                        + " settle them all, or first write into this state what each of them shall be, and prefer"
                        + " ours.");
    }

    static Failure testFailed(JsonObject document, JsonPatchException e) {
        JsonObject.Builder facts = JsonObject.builder().put("operation", e.operation());
        facts.put("path", e.path().toString());
        Json present = e.path().resolve(document);
        if (present != null && present.canonicalSize() <= BYTES_SHOWN) {
            facts.put("value", present);
        }
        return new Failure(
                Failure.Code.CONFLICT,
                facts.build(),
                "Nothing was changed: a test operation of the patch found another value. Read it and decide again.");
    }

    /** A state that was to be created is there already, or was in the past. */
    static Failure exists(Image image) {
        return new Failure(
                Failure.Code.CONFLICT,
                JsonObject.of("revision", Json.of(image.revision())),
                "The state is there already.");
    }

    /**
     * The keys that an unmet revision is about: those the command touches first, then the others that changed, in their
     * order. Only the first are shown, so no more are looked at than it takes to find them.
     */
    private static Stream<String> changedSince(Image image, long revision, Collection<String> touched) {
        Stream<String> others = image.stamps().entrySet().stream()
                .filter(key -> key.getValue().revision() > revision)
                .map(Map.Entry::getKey);
        return Stream.concat(touched.stream(), others).distinct();
    }

    private static JsonObject keys(Image image, Stream<String> keys) {
        JsonObject.Builder shown = JsonObject.builder();
        keys.limit(KEYS_SHOWN).forEach(key -> shown.put(key, key(image, key)));
        return shown.build();
    }

    private static JsonObject key(Image image, String key) {
        Stamp stamp = image.stamps().get(key);
        Json value = image.document().get(key);
        if (stamp == null || value == null) {
            return JsonObject.of("revision", Json.of(0));
        }
        return JsonObject.builder()
                .put("revision", stamp.revision())
                .put("changed_by", stamp.actor())
                .put("changed_at", stamp.at().toString())
                .putIfPresent("value", shown(value))
                .build();
    }

    private static @Nullable Json shown(Json value) {
        return value.canonicalSize() <= BYTES_SHOWN ? value : null;
    }
}
