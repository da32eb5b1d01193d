package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.MachineProblem.Kind;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads what states do, once all of them are known. Not thread-safe. */
final class BehaviourReader {
    /** The longest delay: ten years of 365 days. */
    static final long MOST_MILLIS = 3_650L * 24 * 60 * 60 * 1_000;

    private static final String DELAYS = "a delay is a number of milliseconds up to ten years, or a name in `delays`";

    private final StateTree tree;
    private final Problems problems;
    private final ActionReader actions;
    private final EdgeReader edges;
    private final Map<String, Value> delays = new HashMap<>();

    BehaviourReader(StateTree tree, Formulas formulas, Problems problems) {
        this.tree = tree;
        this.problems = problems;
        this.actions = new ActionReader(formulas, problems);
        this.edges = new EdgeReader(tree, actions, formulas, problems);
    }

    void read() {
        readDelays();
        tree.states().forEach(state -> state.behave(behaviour(state)));
    }

    private void readDelays() {
        JsonPointer at = JsonPointer.of("delays");
        edges.members(tree.root(), "delays").forEach((name, json) -> {
            Value value = actions.value(json, at.child(name));
            if (json instanceof JsonString ? value != null : isMillis(json)) {
                delays.put(name, value == null ? new Value.Constant(json) : value);
            } else if (!(json instanceof JsonString)) {
                problems.add(at.child(name), Kind.MALFORMED, "a delay is a number of milliseconds or CEL");
            }
        });
    }

    static boolean isMillis(Json json) {
        OptionalLong millis = json instanceof JsonNumber number ? number.exactLong() : OptionalLong.empty();
        return millis.isPresent() && millis.getAsLong() >= 0 && millis.getAsLong() <= MOST_MILLIS;
    }

    private Behaviour behaviour(ChartState state) {
        JsonObject json = state.json();
        JsonPointer at = state.at();
        Map<String, List<Edge>> on = edges.on(state);
        List<Behaviour.Delay> running = after(state, on);
        if (json.has("onDone") && holdsStates(state)) {
            List<Edge> onDone = edges.edges(state, state.doneEvent(), json.get("onDone"), at.child("onDone"));
            on.merge(state.doneEvent(), onDone, (named, done) -> done);
        }
        return new Behaviour(
                actions.actions(json, at, "entry"),
                actions.actions(json, at, "exit"),
                initial(state),
                on,
                Behaviour.wildcards(on.keySet()),
                edges.edges(state, "", json.get("always"), at.child("always")),
                running,
                actions.output(json, at),
                defaults(state));
    }

    private static boolean holdsStates(ChartState state) {
        return state.kind() == StateKind.COMPOUND || state.kind() == StateKind.PARALLEL;
    }

    /** The delays of a state; their transitions go among the others, by the event that each delay ends with. */
    private List<Behaviour.Delay> after(ChartState state, Map<String, List<Edge>> on) {
        List<Behaviour.Delay> found = new ArrayList<>();
        JsonPointer at = state.at().child("after");
        edges.members(state, "after").forEach((key, json) -> {
            Value millis = millis(key);
            String event = "xstate.after." + key + "." + state.id();
            if (millis == null) {
                problems.add(at.child(key), Kind.MALFORMED, DELAYS + Problems.nearest(key, delays.keySet()));
            } else {
                found.add(new Behaviour.Delay(key, event, millis));
                on.put(event, edges.edges(state, event, json, at.child(key)));
            }
        });
        return List.copyOf(found);
    }

    private @Nullable Value millis(String key) {
        boolean plain = !key.isEmpty() && key.length() <= 12 && key.chars().allMatch(c -> c >= '0' && c <= '9');
        if (plain && (key.equals("0") || key.charAt(0) != '0')) {
            Json number = Json.of(Long.parseLong(key));
            return isMillis(number) ? new Value.Constant(number) : null;
        }
        return delays.get(key);
    }

    private Behaviour.@Nullable Initial initial(ChartState state) {
        if (state.kind() != StateKind.COMPOUND) {
            return null;
        }
        JsonPointer at = state.at().child("initial");
        Json json = state.json().get("initial");
        if (json instanceof JsonString name) {
            return initial(state, name.value(), List.of(), at);
        } else if (json instanceof JsonObject object && object.get("target") instanceof JsonString target) {
            String name = target.value();
            MemberNames.check(object, at, MemberNames.INITIAL, "`initial`", problems);
            return initial(state, name, actions.actions(object, at, "actions"), at.child("target"));
        }
        String message = "a state with states in it names one of them as `initial`";
        problems.add(json == null ? state.at() : at, Kind.MALFORMED, message);
        return null;
    }

    private Behaviour.@Nullable Initial initial(ChartState state, String name, List<Action> entered, JsonPointer at) {
        ChartState target = StateTree.descend(state, name, at, problems);
        if (target == null) {
            return null;
        } else if (target.parent() != state || target.kind().isHistory()) {
            problems.add(at, Kind.MALFORMED, "`initial` is a state directly within, and no history state");
            return null;
        }
        return new Behaviour.Initial(target, entered);
    }

    private List<ChartState> defaults(ChartState state) {
        Json given = state.kind().isHistory() ? state.json().get("target") : null;
        JsonPointer at = state.at().child("target");
        ChartState parent = state.parent();
        List<Json> references =
                given instanceof JsonArray several ? several.stream().toList() : listOf(given);
        List<ChartState> found = new ArrayList<>();
        for (Json reference : references) {
            String name = reference instanceof JsonString text ? text.value() : "";
            ChartState target = name.startsWith(".") ? null : tree.target(state, name, at, problems);
            if (target != null
                    && parent != null
                    && target.isWithin(parent)
                    && !target.kind().isHistory()) {
                found.add(target);
            } else if (target != null || name.startsWith(".")) {
                String message = "the default of a history state is a state beside it or within one of those";
                problems.add(at, Kind.MALFORMED, message);
            }
        }
        edges.requireTogether(found, at);
        return List.copyOf(found);
    }

    private static List<Json> listOf(@Nullable Json json) {
        return json == null ? List.of() : List.of(json);
    }
}
