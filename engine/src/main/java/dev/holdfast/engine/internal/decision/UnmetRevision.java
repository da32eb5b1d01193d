package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.IfRevision;
import dev.holdfast.engine.Operation;
import dev.holdfast.engine.Target;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.image.Expected;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Stamp;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a conflict tells when a revision that was expected did not hold: the keys that moved, with what they were and
 * are, and apart from them those that the caller named and that stand as they were. Used once and thrown away.
 */
public final class UnmetRevision {
    /** So many revisions are looked up for what keys were. */
    private static final int MOST_READ = 4;

    /** What the caller gave is repeated up to this size. */
    private static final int MOST_ECHOED = 512;

    private final Image image;
    private final IfRevision expected;
    private final LongFunction<@Nullable JsonObject> past;
    private final Map<Long, JsonObject> documents = new HashMap<>();
    private final JsonObject.Builder moved = JsonObject.builder();
    private final JsonObject.Builder unchanged = JsonObject.builder();
    private int changed;
    private int standing;

    private UnmetRevision(Image image, IfRevision expected, LongFunction<@Nullable JsonObject> past) {
        this.image = image;
        this.expected = expected;
        this.past = past;
    }

    /**
     * The conflict of a write.
     *
     * @param image the present
     * @param past reads the document at an older revision; null where that is not known
     */
    public static Failure conflict(Image image, Write write, LongFunction<@Nullable JsonObject> past) {
        return conflict(image, write.ifRevision(), named(write), past);
    }

    /**
     * The conflict.
     *
     * @param image the present
     * @param named the keys that the command names
     * @param past reads the document at an older revision; null where that is not known
     */
    public static Failure conflict(
            Image image, IfRevision expected, Collection<String> named, LongFunction<@Nullable JsonObject> past) {
        return new UnmetRevision(image, expected, past).conflict(named);
    }

    private Failure conflict(Collection<String> named) {
        switch (expected) {
            case IfRevision.Keys(var revisions) -> revisions.forEach(this::tellExpected);
            case IfRevision.Document(long revision) -> {
                named.stream().distinct().forEach(key -> tell(key, revision));
                others(revision, Set.copyOf(named)).forEach(key -> tell(key, revision));
            }
            case IfRevision.Any any -> {}
        }
        JsonObject still = unchanged.build();
        JsonObject facts = JsonObject.builder()
                .put("revision", image.revision())
                .putIfPresent("expected", shown(expected.toJson()))
                .put("keys", moved.build())
                .putIfPresent("unchanged", still.isEmpty() ? null : still)
                .build();
        return new Failure(
                Failure.Code.CONFLICT,
                facts,
                "Nothing was changed. Look at the values given here, decide again, and retry with if_revision set to"
                        + " the revision given here.");
    }

    /** The other keys that changed or went since. Only some are told, so no more are looked for than that. */
    private SequencedSet<String> others(long revision, Set<String> named) {
        SequencedSet<String> others = new LinkedHashSet<>();
        image.stamps().entrySet().stream()
                .filter(key -> key.getValue().revision() > revision && !named.contains(key.getKey()))
                .limit(Conflicts.KEYS_SHOWN)
                .forEach(key -> others.add(key.getKey()));
        JsonObject before = others.size() < Conflicts.KEYS_SHOWN ? document(revision) : null;
        if (before != null) {
            before.keys().stream()
                    .filter(key -> !image.document().has(key) && !named.contains(key))
                    .limit(Conflicts.KEYS_SHOWN)
                    .forEach(others::add);
        }
        return others;
    }

    /** The keys that the operations of a write name; patches aside. */
    private static List<String> named(Write write) {
        return write.operations().stream()
                .flatMap(operation -> switch (operation) {
                    case Operation.Set(Target target, Json value) -> Stream.of(target.key());
                    case Operation.Increment(Target target, JsonNumber by) -> Stream.of(target.key());
                    case Operation.Append(Target target, JsonArray values) -> Stream.of(target.key());
                    case Operation.AddToSet(Target target, JsonArray values) -> Stream.of(target.key());
                    case Operation.Delete(Target target) -> Stream.of(target.key());
                    case Operation.Merge(String key, Json value) -> Stream.of(key);
                    case Operation.Patch patch -> Stream.of();
                })
                .toList();
    }

    private void tellExpected(String name, long revision) {
        Expected named = Expected.of(name, image);
        tell(named.key(), before(named.key(), revision), named.stands(revision));
    }

    private void tell(String key, long revision) {
        Json was = before(key, revision);
        Stamp stamp = image.stamps().get(key);
        tell(key, was, stamp == null ? was == null : stamp.revision() <= revision);
    }

    private @Nullable Json before(String key, long revision) {
        JsonObject before = document(revision);
        return before == null ? null : before.get(key);
    }

    private void tell(String key, @Nullable Json was, boolean stands) {
        Stamp stamp = image.stamps().get(key);
        if (stands && standing++ < Conflicts.KEYS_SHOWN) {
            unchanged.put(key, stamp == null ? 0 : stamp.revision());
        } else if (!stands && changed++ < Conflicts.KEYS_SHOWN) {
            moved.put(key, Conflicts.key(image, key, was));
        }
    }

    private static @Nullable Json shown(@Nullable Json given) {
        return given == null || given.canonicalSize() > MOST_ECHOED ? null : given;
    }

    private @Nullable JsonObject document(long revision) {
        if (revision < 1 || revision >= image.revision()) {
            return null;
        }
        JsonObject known = documents.get(revision);
        if (known == null && documents.size() < MOST_READ) {
            known = past.apply(revision);
            documents.put(revision, known == null ? JsonObject.EMPTY : known);
        }
        return known;
    }
}
