package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Stamp;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatchException;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a conflict tells: where things stand now, who moved them, and the way out. */
public final class Conflicts {
    /** A conflict tells of this many keys at most, and shows values up to this size; the rest is a read away. */
    static final int KEYS_SHOWN = 16;

    private static final int BYTES_SHOWN = 2_048;

    /** Of what a value was before, less: it is for comparing, and not for working on. */
    private static final int WAS_SHOWN = 512;

    private Conflicts() {}

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

    /** A step of a machine is to be taken back or brought back, and the machine has gone on since. */
    public static Failure machineMovedSince(Image image) {
        return moved(
                image,
                List.of(),
                "Nothing was changed: the machine has gone on since. Undo what came after it first, the newest first,"
                        + " or send it an event.");
    }

    /** Both sides of a merge have moved their machines. */
    public static Failure machinesMoved(Image ours, Image theirs) {
        JsonObject facts = JsonObject.builder()
                .put("revision", ours.revision())
                .put("from_revision", theirs.revision())
                .put("conflicts", 1)
                .put("machine", true)
                .build();
        return new Failure(
                Failure.Code.CONFLICT,
                facts,
                "Nothing was merged, because the machines of both have gone on since they were one. Merge again with"
                        + " prefer: ours or theirs to settle everything.");
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

    /**
     * Keys that two states have changed differently since they were the same.
     *
     * @param common the document when they were the same; null if there is no one such document
     */
    public static Failure merge(Image ours, Image theirs, @Nullable JsonObject common, SortedSet<String> keys) {
        JsonObject.Builder shown = JsonObject.builder();
        keys.stream().limit(KEYS_SHOWN).forEach(key -> {
            JsonObject.Builder sides = JsonObject.builder();
            show(sides, "was", common == null ? null : common.get(key), WAS_SHOWN);
            shown.put(
                    key,
                    sides.put("ours", key(ours, key))
                            .put("theirs", key(theirs, key))
                            .build());
        });
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

    private static JsonObject keys(Image image, Stream<String> keys) {
        JsonObject.Builder shown = JsonObject.builder();
        keys.limit(KEYS_SHOWN).forEach(key -> shown.put(key, key(image, key)));
        return shown.build();
    }

    private static JsonObject key(Image image, String key) {
        return key(image, key, null);
    }

    /**
     * Where a key stands.
     *
     * @param was its value before; null if it had none, or that is not known
     */
    static JsonObject key(Image image, String key, @Nullable Json was) {
        Stamp stamp = image.stamps().get(key);
        Json value = image.document().get(key);
        JsonObject.Builder facts = JsonObject.builder();
        if (stamp == null || value == null) {
            facts.put("revision", 0);
        } else {
            facts.put("revision", stamp.revision())
                    .put("changed_by", stamp.actor())
                    .put("changed_at", stamp.at().toString());
        }
        show(facts, "was", was, WAS_SHOWN);
        show(facts, "value", value, BYTES_SHOWN);
        return facts.build();
    }

    /** A value, or only its size if it is long. */
    private static void show(JsonObject.Builder facts, String name, @Nullable Json value, int most) {
        if (value != null) {
            int bytes = value.canonicalSize();
            facts.put(bytes <= most ? name : name + "_bytes", bytes <= most ? value : Json.of(bytes));
        }
    }
}
