package dev.holdfast.engine.machine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is active in a machine, beside its context, which is the document. A state is named by its path from the root,
 * such as {@code payment.pending}. Immutable; one that names states which the definition does not have is refused when
 * it is used.
 *
 * @param active the active states that have no active states within them, in document order; never empty
 * @param history what each history state would bring back, by the path of the history state
 * @param delayed the delayed transitions that run, in the order in which they fire
 * @param timed how often it has moved by time alone since the last event that it was sent
 * @param done whether the machine has reached its end
 * @param output what it ended with; null if it has none
 */
public record Configuration(
        List<String> active,
        SortedMap<String, List<String>> history,
        List<Delayed> delayed,
        int timed,
        boolean done,
        @Nullable Json output) {
    /** What events call the system fact that keeps it. */
    public static final String FACT = "configuration";

    public Configuration {
        active = List.copyOf(active);
        history = Collections.unmodifiableSortedMap(new TreeMap<>(history));
        delayed = List.copyOf(delayed);
    }

    /**
     * A delayed transition that runs.
     *
     * @param state the active state that it leaves; empty for the root
     * @param delay its key under {@code after}
     * @param since when it began to run
     * @param due when it fires
     */
    public record Delayed(String state, String delay, Instant since, Instant due) {
        JsonObject toJson() {
            return JsonObject.of(
                    "state", Json.of(state),
                    "delay", Json.of(delay),
                    "since", Json.of(since.toString()),
                    "due", Json.of(due.toString()));
        }

        static Delayed parse(JsonObject json) {
            return new Delayed(
                    text(json, "state"),
                    text(json, "delay"),
                    Instant.parse(text(json, "since")),
                    Instant.parse(text(json, "due")));
        }
    }

    /** The same without the delays that run, and as if an event had just been sent. */
    public Configuration still() {
        return delayed.isEmpty() && timed == 0 ? this : new Configuration(active, history, List.of(), 0, done, output);
    }

    /** Whether the same is active and remembered in two, whenever their delays end; also if there is none in both. */
    public static boolean isSame(@Nullable Configuration one, @Nullable Configuration other) {
        return Objects.equals(one == null ? null : one.still(), other == null ? null : other.still());
    }

    /** The same with other delays that run. */
    public Configuration withDelayed(List<Delayed> running) {
        return new Configuration(active, history, running, timed, done, output);
    }

    /** When something happens by itself next; null if nothing does. */
    public @Nullable Instant nextDue() {
        return delayed.isEmpty() ? null : delayed.getFirst().due();
    }

    /**
     * The JSON form that {@link #parse} reads: {@code active}, and where there are any {@code history},
     * {@code delayed}, {@code timed}, {@code done}, {@code output}.
     */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("active", texts(active));
        if (!history.isEmpty()) {
            JsonObject.Builder remembered = JsonObject.builder();
            history.forEach((state, states) -> remembered.put(state, texts(states)));
            json.put("history", remembered.build());
        }
        if (!delayed.isEmpty()) {
            json.put(
                    "delayed",
                    JsonArray.copyOf(delayed.stream().map(Delayed::toJson).toList()));
        }
        if (timed > 0) {
            json.put("timed", timed);
        }
        if (done) {
            json.put("done", true);
        }
        return json.putIfPresent("output", output).build();
    }

    /**
     * Reads the JSON form.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Configuration parse(JsonObject json) {
        try {
            SortedMap<String, List<String>> history = new TreeMap<>();
            objectOrEmpty(json, "history").forEach((state, states) -> history.put(state, texts(states)));
            List<Delayed> delayed = new ArrayList<>();
            for (Json one : arrayOrEmpty(json, "delayed")) {
                delayed.add(Delayed.parse((JsonObject) one));
            }
            return new Configuration(
                    texts(arrayOrEmpty(json, "active")),
                    history,
                    delayed,
                    timed(json.number("timed")),
                    Boolean.TRUE.equals(json.bool("done")),
                    json.get("output"));
        } catch (ClassCastException | DateTimeException e) {
            throw new IllegalArgumentException("not a configuration of a machine", e);
        }
    }

    /**
     * The active states as XState writes them: {@code "idle"}, {@code {"payment": "pending"}}, and an object with a
     * member for each region of a parallel state.
     */
    public Json value() {
        return active.equals(List.of("")) ? JsonObject.EMPTY : StateValue.of(active);
    }

    private static int timed(@Nullable JsonNumber number) {
        return number == null ? 0 : Math.toIntExact(number.exactLong().orElseThrow());
    }

    private static JsonObject objectOrEmpty(JsonObject json, String name) {
        JsonObject object = json.object(name);
        return object == null ? JsonObject.EMPTY : object;
    }

    private static JsonArray arrayOrEmpty(JsonObject json, String name) {
        JsonArray array = json.array(name);
        return array == null ? JsonArray.EMPTY : array;
    }

    private static String text(JsonObject json, String name) {
        String text = json.string(name);
        if (text == null) {
            throw new IllegalArgumentException("a delayed transition of a configuration has no " + name);
        }
        return text;
    }

    private static JsonArray texts(List<String> texts) {
        return JsonArray.copyOf(texts.stream().map(Json::of).toList());
    }

    private static List<String> texts(Json json) {
        return ((JsonArray) json)
                .stream().map(text -> ((JsonString) text).value()).toList();
    }
}
