package dev.holdfast.engine.machine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is active in a machine, beside its context, which is the document. A state is named by its path from the root,
 * such as {@code payment.pending}. Immutable; what refers to states that the definition does not have is refused when
 * it is used.
 *
 * @param active the active states without children of their own that are active, in document order; never empty
 * @param history what each history state would bring back, by the path of the history state
 * @param delayed the delayed transitions that run, in the order of their due times
 * @param done whether the machine has reached its end
 * @param output what it ended with; null if it has none
 */
public record Configuration(
        List<String> active,
        SortedMap<String, List<String>> history,
        List<Delayed> delayed,
        boolean done,
        @Nullable Json output) {

    /**
     * A delayed transition that runs.
     *
     * @param state the active state that it leaves
     * @param delay its key under {@code after}
     * @param since when it began to run
     * @param due when it fires
     */
    public record Delayed(String state, String delay, Instant since, Instant due) {}

    /** When something happens by itself next; null if nothing does. */
    public @Nullable Instant nextDue() {
        return delayed.isEmpty() ? null : delayed.getFirst().due();
    }

    /**
     * The JSON form that {@link #parse} reads: {@code active}, and where there are any {@code history}, {@code delayed},
     * {@code done}, {@code output}.
     */
    public JsonObject toJson() {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads the JSON form.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Configuration parse(JsonObject json) {
        throw new UnsupportedOperationException();
    }

    /**
     * The active states as XState writes them: {@code "idle"}, {@code {"payment": "pending"}}, and an object with
     * a member for each region of a parallel state.
     */
    public Json value() {
        throw new UnsupportedOperationException();
    }
}
