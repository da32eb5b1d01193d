package dev.holdfast.json;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The difference of two documents as a patch of {@code add}, {@code replace} and {@code remove}, in canonical order of
 * the members so that it depends on the values alone. Objects are compared member by member; an array that only grew at
 * its end becomes additions there, and one that changed otherwise is replaced.
 */
public final class JsonDiff {
    private final JsonPatch.Builder patch = JsonPatch.builder();

    private JsonDiff() {}

    /** A patch that turns {@code from} into something identical to {@code to}; empty if they are identical. */
    public static JsonPatch between(Json from, Json to) {
        var diff = new JsonDiff();
        diff.compare(JsonPointer.ROOT, from, to);
        return diff.patch.build();
    }

    private void compare(JsonPointer path, Json from, Json to) {
        if (isSame(from, to)) {
            return;
        }
        if (from instanceof JsonObject before && to instanceof JsonObject after) {
            members(path, before, after);
        } else if (from instanceof JsonArray before && to instanceof JsonArray after && isPrefix(before, after)) {
            additions(path, before, after);
        } else {
            patch.replace(path, to);
        }
    }

    /** Whether the values are identical without a look inside: documents of one history share their parts. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Json from, Json to) {
        return from == to || (from.depth() == 0 && from.equals(to));
    }

    private void members(JsonPointer path, JsonObject before, JsonObject after) {
        before.forEachCanonically((name, value) -> {
            if (!after.has(name)) {
                patch.remove(path.child(name));
            }
        });
        after.forEachCanonically((name, value) -> member(path, name, before.get(name), value));
    }

    private void member(JsonPointer path, String name, @Nullable Json from, Json to) {
        if (from == null) {
            patch.add(path.child(name), to);
        } else if (!isSame(from, to)) {
            compare(path.child(name), from, to);
        }
    }

    private static boolean isPrefix(JsonArray before, JsonArray after) {
        if (before.size() > after.size()) {
            return false;
        }
        Iterator<Json> longer = after.iterator();
        for (Json element : before) {
            if (!element.equals(longer.next())) {
                return false;
            }
        }
        return true;
    }

    private void additions(JsonPointer path, JsonArray before, JsonArray after) {
        JsonPointer end = path.child("-");
        after.stream().skip(before.size()).forEach(element -> patch.add(end, element));
    }
}
