package dev.holdfast.langgraph4j;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The document of a thread: the newest checkpoint, and a key for each that there is. The key was set by the event that
 * made the checkpoint the newest, so that it is what the document was then. A checkpoint that took the place of an
 * older one stands beside its key.
 */
final class ThreadDocument {
    private static final String LATEST = "latest";
    private static final String CONTENT = "checkpoint";
    private static final String PREFIX = "#";
    private static final String ORDER = "n";
    private static final String VERSION = "v";
    private static final String INSTEAD = "instead";

    private ThreadDocument() {}

    static String key(String id) {
        return PREFIX + id;
    }

    static Optional<String> latest(JsonObject document) {
        return Optional.ofNullable(document.string(LATEST));
    }

    static boolean has(JsonObject document, String id) {
        return document.has(key(id));
    }

    static JsonObject content(JsonObject document) {
        JsonObject content = document.object(CONTENT);
        if (content == null) {
            throw new IllegalStateException("the thread has no checkpoint at this revision");
        }
        return content;
    }

    /** What a checkpoint is if it took the place of one that was not the newest; null if it did not. */
    static @Nullable JsonObject instead(JsonObject document, String id) {
        JsonObject entry = document.object(key(id));
        return entry == null ? null : entry.object(INSTEAD);
    }

    /** The ids of all checkpoints, the newest first. */
    static List<String> ids(JsonObject document) {
        return document.keys().stream()
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .sorted(Comparator.comparingLong((String id) -> number(document, id, ORDER))
                        .reversed())
                .toList();
    }

    static JsonObject added(JsonObject document, String id, JsonObject content) {
        long newest =
                latest(document).map(last -> number(document, last, ORDER)).orElse(0L);
        return document.with(LATEST, Json.of(id)).with(CONTENT, content).with(key(id), entry(newest + 1, 0));
    }

    /** One takes the place of another, and its order; their ids may be the same. */
    static JsonObject replaced(JsonObject document, String old, String id, JsonObject content) {
        JsonObject entry = entry(number(document, old, ORDER), number(document, old, VERSION) + 1);
        JsonObject rest = document.without(key(old));
        if (latest(document).filter(old::equals).isPresent()) {
            return rest.with(LATEST, Json.of(id)).with(CONTENT, content).with(key(id), entry);
        }
        return rest.with(key(id), entry.with(INSTEAD, content));
    }

    /** @param version makes the key change with each checkpoint that takes the place of one of the same id */
    private static JsonObject entry(long order, long version) {
        return JsonObject.of(ORDER, Json.of(order), VERSION, Json.of(version));
    }

    private static long number(JsonObject document, String id, String member) {
        JsonObject entry = document.object(key(id));
        return entry != null && entry.get(member) instanceof JsonNumber number
                ? number.exactLong().orElse(0)
                : 0;
    }
}
