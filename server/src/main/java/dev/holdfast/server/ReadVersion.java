package dev.holdfast.server;

import dev.holdfast.engine.Changes;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code state_read} covers: the version of the document, and the part of it.
 *
 * @param view the version read
 * @param since only values changed after this revision; 0 for all
 * @param deleted keys deleted since, each with the revision that deleted it; null if the read did not ask for changes
 * @param full whether everything is answered although changes were asked for, because the log no longer reaches back
 */
record ReadVersion(StateView view, long since, @Nullable SortedMap<String, Long> deleted, boolean full) {

    static ReadVersion of(State state, Arguments arguments) {
        Long since = arguments.integer("since_revision");
        Long revision = arguments.integer("at_revision");
        Instant time = arguments.instant("at_time");
        String cursor = arguments.optionalString("cursor");
        refuseTwo(since, revision, time);
        if (cursor != null) {
            return continued(state, ReadCursor.parse(cursor), since);
        } else if (since != null) {
            return changes(state.since(since), since);
        } else if (revision != null) {
            return new ReadVersion(state.at(revision), 0, null, false);
        }
        return new ReadVersion(time == null ? state.read() : state.at(time), 0, null, false);
    }

    /**
     * The values to answer, by the names in the request: those that exist and, if changes were asked for, have changed.
     */
    SortedMap<String, Json> values(@Nullable List<String> keys) {
        SortedMap<String, Json> values = new TreeMap<>();
        JsonObject document = view.document();
        for (String name : keys == null ? document.keys() : keys) {
            Json value = keys == null ? document.get(name) : Keys.resolve(document, name);
            if (value != null && isAsked(Keys.topLevel(name))) {
                values.put(name, value);
            }
        }
        return values;
    }

    /** Instead of values, their sizes and the revisions of their last change. */
    SortedMap<String, Json> sizes() {
        SortedMap<String, Json> sizes = new TreeMap<>();
        values(null)
                .forEach((key, value) -> sizes.put(
                        key,
                        JsonObject.builder()
                                .put("bytes", value.canonicalSize())
                                .put("revision", view.keyRevision(key))
                                .build()));
        return sizes;
    }

    /** Deleted keys among those asked for; null if the read did not ask for changes. */
    @Nullable SortedMap<String, Long> deleted(@Nullable List<String> keys) {
        if (deleted == null || keys == null || keys.isEmpty()) {
            return deleted;
        }
        SortedMap<String, Long> asked = new TreeMap<>(deleted);
        asked.keySet().retainAll(keys.stream().map(Keys::topLevel).toList());
        return asked;
    }

    private boolean isAsked(String key) {
        return since == 0 || full || view.keyRevision(key) > since;
    }

    private static ReadVersion changes(Changes changes, long since) {
        return new ReadVersion(changes.now(), since, changes.full() ? null : changes.deleted(), changes.full());
    }

    /** A later page of a read. Deleted keys were on its first page. */
    private static ReadVersion continued(State state, ReadCursor cursor, @Nullable Long since) {
        return new ReadVersion(state.at(cursor.revision()), Objects.requireNonNullElse(since, 0L), null, cursor.full());
    }

    private static void refuseTwo(@Nullable Long since, @Nullable Long revision, @Nullable Instant time) {
        if ((since != null && revision != null) || (time != null && (since != null || revision != null))) {
            throw Refusal.invalid(
                    time != null ? "at_time" : "since_revision",
                    "give one of `at_revision`, `at_time` and `since_revision`, not two");
        }
    }
}
