package dev.holdfast.engine.machine;

import dev.holdfast.json.JsonObject;
import java.util.List;

/**
 * A transition that was taken.
 *
 * @param from the state whose transition it is; empty for the root, and for the entry when the machine starts
 * @param event the type of the event; empty if it needed none
 * @param to the states it names as targets; empty if it changes no state
 */
public record Transition(String from, String event, List<String> to) {
    /** The JSON form: {@code from}, {@code event}, {@code to}, without those that are empty. */
    public JsonObject toJson() {
        throw new UnsupportedOperationException();
    }
}
