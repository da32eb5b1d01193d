package dev.holdfast.server;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.State;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * As many events as fit one answer, oldest first. A patch is given whole or not at all; of a patch that is too long,
 * only its size is given.
 *
 * @param events the events given
 * @param next the revision the next page begins at, null if this is the last page
 */
record EventPage(List<Json> events, @Nullable Long next) {
    static final int MOST_EVENTS = 50;

    /** The most events read for one page, few of which may match. */
    static final int MOST_EXAMINED = 1_000;

    private static final int PAGE_BYTES = 16_384;
    private static final int PATCH_BYTES = 4_096;

    /** The events that match, of those from one revision to another, both included. */
    static EventPage of(State state, long from, long to, Predicate<Event> wanted) {
        List<Json> page = new ArrayList<>();
        Replacements replacements = Replacements.before(state, from);
        int room = PAGE_BYTES;
        long next = from;
        while (next <= to) {
            int count = (int) Math.min(MOST_EVENTS, to - next + 1);
            List<Event> events = state.history(next, count);
            for (Event event : events) {
                JsonObject replaced = replacements.by(event);
                if (wanted.test(event)) {
                    JsonObject entry = with(replaced, bounded(event));
                    room -= entry.canonicalSize();
                    if (!page.isEmpty() && (room < 0 || page.size() == MOST_EVENTS)) {
                        return new EventPage(page, event.revision());
                    }
                    page.add(entry);
                }
            }
            next += Math.max(1, events.size());
            if (next - from >= MOST_EXAMINED) {
                break;
            }
        }
        return new EventPage(page, next <= to ? next : null);
    }

    private static JsonObject with(JsonObject replaced, JsonObject entry) {
        return replaced.isEmpty() ? entry : entry.with("was", replaced);
    }

    /** An event as an entry, with its patch unless that is long. */
    static JsonObject bounded(Event event) {
        JsonObject entry = EventList.entry(event);
        Json patch = entry.get("patch");
        int bytes = patch == null ? 0 : patch.canonicalSize();
        return bytes <= PATCH_BYTES ? entry : entry.without("patch").with("patch_bytes", Json.of(bytes));
    }
}
