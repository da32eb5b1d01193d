package dev.holdfast.server;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.server.answer.StateAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A state's events as JSON: the log made readable. */
final class EventList {
    /** The number of events that a resource shows. */
    static final int LATEST = 100;

    private static final int ROUNDS = 10;

    private EventList() {}

    /** Events from a revision on, oldest first; without one, from the oldest that is kept. */
    static JsonObject of(State state, @Nullable Long fromRevision, int max) {
        return fromRevision == null
                ? fromOldest(() -> of(state, entries(state, state.historyKept(1, max), max, EventList::entry)))
                : of(state, entries(state, state.history(fromRevision, max), max, EventList::entry));
    }

    private static JsonObject of(State state, List<JsonObject> events) {
        return JsonObject.builder()
                .put("handle", state.handle().value())
                .put("revision", state.read().revision())
                .put("events", JsonArray.copyOf(events))
                .build();
    }

    /** The newest {@value #LATEST} events that are kept, oldest first; of a patch that is long, only its size. */
    static JsonObject latest(State state) {
        return fromOldest(() -> {
            List<Event> first = state.historyKept(state.read().revision() - LATEST + 1, LATEST);
            return of(state, entries(state, first, LATEST, EventPage::bounded));
        });
    }

    /**
     * Reads events for a caller that does not say from where. What was the oldest may be compacted away while it is
     * read; then the reading begins again.
     */
    static <T> T fromOldest(Supplier<T> reading) {
        for (int round = 1; round < ROUNDS; round++) {
            try {
                return reading.get();
            } catch (HoldfastException e) {
                if (e.failure().code() != Failure.Code.COMPACTED) {
                    throw e;
                }
            }
        }
        return reading.get();
    }

    /** Large events come a few at a time, and are not kept longer than it takes to turn them into entries. */
    private static List<JsonObject> entries(
            State state, List<Event> first, int max, Function<Event, JsonObject> entry) {
        List<JsonObject> entries = new ArrayList<>();
        for (List<Event> events = first; !events.isEmpty(); ) {
            events.stream().map(entry).forEach(entries::add);
            int left = max - entries.size();
            events = left == 0 ? List.of() : state.history(events.getLast().revision() + 1, left);
        }
        return entries;
    }

    static JsonObject entry(Event event) {
        JsonObject.Builder entry = JsonObject.builder()
                .put("revision", event.revision())
                .put("at", event.at().toString())
                .put("actor", event.actor())
                .put("type", event.type().wire())
                .put("keys", StateAnswer.strings(event.keys()));
        if (event.note() != null) {
            entry.put("note", new JsonString(event.note()));
        }
        if (event.cause() != null) {
            entry.put("cause", event.cause().toJson());
        }
        return entry.put("patch", event.patch().toJson()).build();
    }
}
