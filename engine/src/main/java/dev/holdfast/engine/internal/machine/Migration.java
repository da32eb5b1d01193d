package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.MachineProblem.Kind;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a running machine goes on with another definition: each active state is that of the same path, or the one that
 * the new definition names for it under {@code migrate}.
 */
public final class Migration {
    static final String MEMBER = "migrate";

    private Migration() {}

    /** Reports what is wrong with the mapping of a definition. */
    static void check(JsonObject root, StateTree tree, Problems problems) {
        Json member = root.get(MEMBER);
        JsonPointer at = JsonPointer.of(MEMBER);
        if (member == null) {
            return;
        } else if (!(member instanceof JsonObject mapping)) {
            problems.add(at, Kind.MALFORMED, "`migrate` is an object of new paths of states by their old ones");
            return;
        } else {
            mapping.forEach((old, path) -> check(tree, path, at.child(old), problems));
        }
    }

    private static void check(StateTree tree, Json path, JsonPointer at, Problems problems) {
        ChartState state =
                path instanceof JsonString text ? StateTree.descend(tree.root(), text.value(), at, problems) : null;
        if (state == null && !(path instanceof JsonString)) {
            problems.add(at, Kind.MALFORMED, "the path of a state is a text");
        } else if (state != null && !state.kind().isLeaf()) {
            String message = Problems.shown(state.path()) + " has states in it; name the one that is to be active";
            problems.add(at, Kind.UNKNOWN_TARGET, message);
        }
    }

    /**
     * The configuration of a running machine under another definition. What history states remember is kept where all
     * of it is still there.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code rejected} with the states that have no place
     */
    public static Configuration of(Chart chart, Configuration running) {
        Map<String, ChartState> byPath = new TreeMap<>();
        chart.states().forEach(state -> byPath.put(state.path(), state));
        JsonObject mapping = chart.machine().toJson().object(MEMBER);
        JsonObject paths = mapping == null ? JsonObject.EMPTY : mapping;
        List<String> active =
                running.active().stream().map(path -> mapped(paths, path)).toList();
        List<String> lost = new ArrayList<>();
        for (int i = 0; i < active.size(); i++) {
            ChartState state = byPath.get(active.get(i));
            if (state == null || !state.kind().isLeaf()) {
                lost.add(running.active().get(i));
            }
        }
        if (!lost.isEmpty()) {
            throw lost(lost).toException();
        }
        SortedMap<String, List<String>> history = new TreeMap<>();
        running.history().forEach((path, remembered) -> {
            List<String> kept =
                    remembered.stream().map(one -> mapped(paths, one)).toList();
            ChartState state = byPath.get(path);
            if (state != null && state.kind().isHistory() && byPath.keySet().containsAll(kept)) {
                history.put(path, kept);
            }
        });
        return whole(chart, new Configuration(active, history, List.of(), 0, running.done(), running.output()));
    }

    private static Configuration whole(Chart chart, Configuration configuration) {
        try {
            return new Situation(chart, configuration).configuration("");
        } catch (IllegalArgumentException e) {
            throw lost(configuration.active()).toException();
        }
    }

    private static String mapped(JsonObject paths, String path) {
        String mapped = paths.string(path);
        return mapped == null ? path : mapped;
    }

    private static Failure lost(List<String> states) {
        return new Failure(
                Failure.Code.REJECTED,
                JsonObject.of(
                        "active", JsonArray.copyOf(states.stream().map(Json::of).toList())),
                "The machine runs, and the new definition has no place for the states in active. Give it a member"
                        + " migrate that names a new state for each of them.");
    }
}
