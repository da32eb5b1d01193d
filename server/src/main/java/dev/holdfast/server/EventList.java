package dev.holdfast.server;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.State;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.server.answer.StateAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A state's events as JSON: the log made readable. */
final class EventList {
    /** The number of events that a resource shows. */
    static final int LATEST = 100;

    private EventList() {}

    /** Events from a revision on, oldest first; without one, from the oldest that is kept. */
    static JsonObject of(State state, @Nullable Long fromRevision, int max) {
        List<Event> first = fromRevision == null ? state.historyKept(1, max) : state.history(fromRevision, max);
        return of(state, entries(state, first, max, EventList::entry));
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
        List<Event> first = state.historyKept(state.read().revision() - LATEST + 1, LATEST);
        return of(state, entries(state, first, LATEST, EventPage::bounded));
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
