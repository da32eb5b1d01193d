package dev.holdfast.engine.machine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Builds a state, or a machine, which is one around the others. It makes the JSON that an author would write, so that
 * {@link dev.holdfast.engine.Machines#define} meets the same checks. States and events may be constants of an enum;
 * they are called by its name in lower case.
 *
 * <p>Not thread-safe.
 */
public final class StateBuilder {
    private final Map<String, Json> members = new LinkedHashMap<>();
    private final Map<String, Json> states = new LinkedHashMap<>();
    private final Map<String, List<Json>> on = new LinkedHashMap<>();
    private final Map<String, List<Json>> after = new LinkedHashMap<>();
    private final Map<String, List<Json>> lists = new LinkedHashMap<>();

    private StateBuilder() {}

    /** A machine of this name, without states. */
    public static StateBuilder machine(String id) {
        StateBuilder machine = new StateBuilder();
        machine.members.put("id", Json.of(id));
        return machine;
    }

    /** Starts with this document; of a machine only. */
    public StateBuilder context(JsonObject document) {
        members.put("context", document);
        return this;
    }

    /** Gives the state an id of its own, by which {@code #id} finds it from anywhere. */
    public StateBuilder id(String id) {
        members.put("id", Json.of(id));
        return this;
    }

    /** Begins with this state within. */
    public StateBuilder initial(String state) {
        members.put("initial", Json.of(state));
        return this;
    }

    /** Begins with this state within. */
    public StateBuilder initial(Enum<?> state) {
        return initial(name(state));
    }

    /** All states within are active at once, in the order in which they are given. */
    public StateBuilder parallel() {
        members.put("type", Json.of("parallel"));
        return this;
    }

    /** Has a state within. */
    public StateBuilder state(String name, UnaryOperator<StateBuilder> state) {
        states.put(name, state.apply(new StateBuilder()).toJson());
        return this;
    }

    /** Has a state within. */
    public StateBuilder state(Enum<?> name, UnaryOperator<StateBuilder> state) {
        return state(name(name), state);
    }

    /** Has a state within that ends it. */
    public StateBuilder end(String name) {
        states.put(name, JsonObject.of("type", Json.of("final")));
        return this;
    }

    /** Has a state within that ends it. */
    public StateBuilder end(Enum<?> name) {
        return end(name(name));
    }

    /** Has a history state within, which brings back what was active: only directly within, or deep. */
    public StateBuilder history(String name, boolean deep) {
        Json kind = Json.of(deep ? "deep" : "shallow");
        states.put(name, JsonObject.of("type", Json.of("history"), "history", kind));
        return this;
    }

    /** Has a transition for an event, after those that it has for it. */
    public StateBuilder on(String event, UnaryOperator<TransitionBuilder> transition) {
        add(on, event, transition);
        return this;
    }

    /** Has a transition for an event, after those that it has for it. */
    public StateBuilder on(Enum<?> event, UnaryOperator<TransitionBuilder> transition) {
        return on(name(event), transition);
    }

    /** Has a transition that is taken when it was active for so long, in whole milliseconds. */
    public StateBuilder after(Duration delay, UnaryOperator<TransitionBuilder> transition) {
        add(after, Long.toString(delay.toMillis()), transition);
        return this;
    }

    /** Has a transition without an event. */
    public StateBuilder always(UnaryOperator<TransitionBuilder> transition) {
        add(lists, "always", transition);
        return this;
    }

    /** Has a transition for when the states within have come to their end. */
    public StateBuilder onDone(UnaryOperator<TransitionBuilder> transition) {
        add(lists, "onDone", transition);
        return this;
    }

    /** Sets a key of the document when it is entered, by a CEL expression. */
    public StateBuilder entry(String key, String cel) {
        lists.computeIfAbsent("entry", member -> new ArrayList<>()).add(assignment(key, cel));
        return this;
    }

    /** Sets a key of the document when it is left, by a CEL expression. */
    public StateBuilder exit(String key, String cel) {
        lists.computeIfAbsent("exit", member -> new ArrayList<>()).add(assignment(key, cel));
        return this;
    }

    /** The definition, which is not checked yet. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        members.forEach(json::put);
        lists.forEach((member, list) -> json.put(member, listed(list)));
        json.putIfPresent("on", on.isEmpty() ? null : transitions(on));
        json.putIfPresent("after", after.isEmpty() ? null : transitions(after));
        List<String> names = List.copyOf(states.keySet());
        if (members.containsKey("type") && !names.equals(names.stream().sorted().toList())) {
            json.put("order", JsonArray.copyOf(names.stream().map(Json::of).toList()));
        }
        if (!states.isEmpty()) {
            JsonObject.Builder within = JsonObject.builder();
            states.forEach(within::put);
            json.put("states", within.build());
        }
        return json.build();
    }

    private static void add(Map<String, List<Json>> to, String key, UnaryOperator<TransitionBuilder> transition) {
        to.computeIfAbsent(key, missing -> new ArrayList<>())
                .add(transition.apply(new TransitionBuilder()).build());
    }

    private static JsonObject transitions(Map<String, List<Json>> byKey) {
        JsonObject.Builder json = JsonObject.builder();
        byKey.forEach((key, list) -> json.put(key, listed(list)));
        return json.build();
    }

    private static Json listed(List<Json> list) {
        return list.size() == 1 ? list.getFirst() : JsonArray.copyOf(list);
    }

    static JsonObject assignment(String key, String cel) {
        return JsonObject.of("assign", JsonObject.of(key, Json.of(cel)));
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "StateBuilder" + toJson();
    }
}
