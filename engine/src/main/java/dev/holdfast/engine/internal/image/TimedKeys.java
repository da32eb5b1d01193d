package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Operation;
import dev.holdfast.engine.Target;
import dev.holdfast.engine.Write;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keys with a time to live. The time belongs to the value it was given with: changing that value in place (increment,
 * append, a pointer) leaves it, giving the key another value or taking it back ends it.
 */
public final class TimedKeys {
    /** All of a state's system facts are read again when one of them changes, so they are kept few. */
    public static final int MOST = 1_000;

    private TimedKeys() {}

    /** What a write changes about which keys end when, as a merge patch of the system facts; null if nothing. */
    public static @Nullable JsonObject afterWrite(Image image, Write write, JsonObject after, Instant now) {
        Map<String, Duration> ttl = write.timesToLive();
        if (ttl.isEmpty() && image.facts().ends().isEmpty()) {
            return null;
        }
        Set<String> replaced = new HashSet<>();
        write.operations().forEach(operation -> addReplaced(operation, replaced));
        JsonObject marks = ended(image, after, replaced::contains);
        for (Map.Entry<String, Duration> key : ttl.entrySet()) {
            marks = marks.with(key.getKey(), TimeSpan.of(now, key.getValue()));
        }
        return patched(marks);
    }

    /** The same for what an undo or a merge changes: values that come from elsewhere have no time. */
    public static @Nullable JsonObject afterPatch(Image image, JsonPatch patch, JsonObject after) {
        Set<String> changed = Event.keysOf(patch);
        return image.facts().ends().isEmpty() ? null : patched(ended(image, after, changed::contains));
    }

    /** The document without them: what another state may take over, which would keep them for ever. */
    public static JsonObject lasting(Image image) {
        JsonObject lasting = image.document();
        for (String key : image.facts().ends().keySet()) {
            lasting = lasting.without(key);
        }
        return lasting;
    }

    /** How many keys have a time to live after a merge patch of the system facts. */
    public static int count(Image image, @Nullable JsonObject system) {
        Set<String> timed = new HashSet<>(image.facts().ends().keySet());
        JsonObject marks = system == null ? null : system.object(SystemFacts.TTL);
        if (marks != null) {
            marks.forEach((key, until) -> {
                if (until == JsonNull.NULL) {
                    timed.remove(key);
                } else {
                    timed.add(key);
                }
            });
        }
        return timed.size();
    }

    /** The keys whose time is up at present: it has passed, or was given by a clock that was ahead. */
    public static List<String> ended(Image image, Instant now) {
        return endedBy(image, now, now);
    }

    /**
     * The keys whose time was up by a time in the past.
     *
     * @param now the present
     */
    public static List<String> endedBy(Image image, Instant time, Instant now) {
        SystemFacts facts = image.facts();
        return facts.ends().entrySet().stream()
                .filter(key -> !time.isBefore(key.getValue()) || facts.taken().keyIsAfter(key.getKey(), now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The keys that an operation gives another value; one that changes the value that is there leaves it its time. */
    private static void addReplaced(Operation operation, Set<String> keys) {
        switch (operation) {
            case Operation.Set(Target target, Json value) -> keys.add(target.name());
            case Operation.Merge(String key, Json value) -> keys.add(key);
            case Operation.Patch(JsonPatch patch) -> patch.operations().forEach(change -> keys.add(firstOf(change)));
            default -> {}
        }
    }

    private static String firstOf(JsonPatch.Operation operation) {
        return operation.path().isRoot() ? "" : operation.path().first();
    }

    private static JsonObject ended(Image image, JsonObject after, Predicate<String> replaced) {
        JsonObject marks = JsonObject.EMPTY;
        for (String key : image.facts().ends().keySet()) {
            if (replaced.test(key) || !after.has(key)) {
                marks = marks.with(key, JsonNull.NULL);
            }
        }
        return marks;
    }

    private static @Nullable JsonObject patched(JsonObject marks) {
        return marks.isEmpty() ? null : JsonObject.of(SystemFacts.TTL, marks);
    }
}
