package dev.holdfast.engine.machine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.List;

/**
 * A transition that was taken.
 *
 * @param from the state whose transition it is; empty for the root
 * @param event the type of the event; empty if it needed none
 * @param to the states it names as targets; empty if it changes no state
 */
public record Transition(String from, String event, List<String> to) {
    public Transition {
        to = List.copyOf(to);
    }

    /** Reads what {@link #toJson()} wrote. */
    public static Transition parse(JsonObject json) {
        JsonArray to = json.array("to");
        String from = json.string("from");
        String event = json.string("event");
        return new Transition(
                from == null ? "" : from,
                event == null ? "" : event,
                to == null
                        ? List.of()
                        : to.stream().map(one -> ((JsonString) one).value()).toList());
    }

    /** The JSON form: {@code from}, {@code event}, {@code to}, without those that are empty. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        json.putIfPresent("from", from.isEmpty() ? null : from);
        json.putIfPresent("event", event.isEmpty() ? null : event);
        json.putIfPresent(
                "to",
                to.isEmpty() ? null : JsonArray.copyOf(to.stream().map(Json::of).toList()));
        return json.build();
    }
}
