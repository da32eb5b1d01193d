package dev.holdfast.server;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.State;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A state's events as JSON: the log made readable. */
final class EventList {
    /** The number of events that a resource shows. */
    static final int LATEST = 100;

    private EventList() {}

    /** Events from a revision on, oldest first; without one, from the oldest that is kept. */
    static JsonObject of(State state, @Nullable Long fromRevision, int max) {
        return of(state, fromRevision == null ? state.historyKept(1, max) : state.history(fromRevision, max));
    }

    private static JsonObject of(State state, List<Event> found) {
        List<JsonObject> events = found.stream().map(EventList::entry).toList();
        return JsonObject.builder()
                .put("handle", state.handle().value())
                .put("revision", state.read().revision())
                .put("events", JsonArray.copyOf(events))
                .build();
    }

    /** The newest {@value #LATEST} events that are kept, oldest first. */
    static JsonObject latest(State state) {
        return of(state, state.historyKept(state.read().revision() - LATEST + 1, LATEST));
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
