package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.MachineProblem.Kind;
import dev.holdfast.json.JsonPointer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states of a definition, and how references to them are written.
 *
 * @param states all of them in document order, the root first
 * @param ids those that have an id of their own, and the root, by their ids
 */
record StateTree(List<ChartState> states, Map<String, ChartState> ids) {
    ChartState root() {
        return states.getFirst();
    }

    /** The states by their paths. */
    Map<String, ChartState> byPath() {
        Map<String, ChartState> byPath = new HashMap<>();
        states.forEach(state -> byPath.put(state.path(), state));
        return byPath;
    }

    /**
     * The state that a transition of {@code source} names: {@code #id}, {@code #id.child}, {@code .child} or the path
     * from the state around the source. Reports it if there is none.
     */
    @Nullable ChartState target(ChartState source, String reference, JsonPointer at, Problems problems) {
        ChartState parent = source.parent();
        if (reference.startsWith("#")) {
            return byId(reference.substring(1), at, problems);
        } else if (reference.startsWith(".")) {
            return descend(source, reference.substring(1), at, problems);
        } else if (parent == null) {
            String message = "the root has no siblings; write %s or an id".formatted(Problems.shown("." + reference));
            problems.add(at, Kind.UNKNOWN_TARGET, message);
            return null;
        }
        return descend(parent, reference, at, problems);
    }

    private @Nullable ChartState byId(String reference, JsonPointer at, Problems problems) {
        int dot = reference.indexOf('.');
        String id = dot < 0 ? reference : reference.substring(0, dot);
        ChartState found = ids.get(id);
        if (found == null) {
            String message = "no state has the id " + Problems.shown(id) + Problems.nearest(id, ids.keySet());
            problems.add(at, Kind.UNKNOWN_TARGET, message);
            return null;
        }
        return dot < 0 ? found : descend(found, reference.substring(dot + 1), at, problems);
    }

    /** The state that a path leads to from one around it. */
    static @Nullable ChartState descend(ChartState from, String path, JsonPointer at, Problems problems) {
        ChartState found = from;
        for (String name : Arrays.asList(path.split("\\.", -1))) {
            ChartState child = found.child(name);
            if (child == null) {
                Collection<String> known =
                        found.children().stream().map(ChartState::key).toList();
                String message = "there is no state %s in %s%s"
                        .formatted(Problems.shown(name), found, Problems.nearest(name, known));
                problems.add(at, Kind.UNKNOWN_TARGET, message);
                return null;
            }
            found = child;
        }
        return found;
    }
}
