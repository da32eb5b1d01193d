package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.engine.machine.MachineProblem.Kind;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the transitions of states. Not thread-safe. */
final class EdgeReader {
    static final int MOST_EDGES = 4_000;
    static final int MOST_TARGETS = 32;

    private static final String SHAPE = "a transition is the name of a state, an object, or an array of these";

    private final StateTree tree;
    private final ActionReader actions;
    private final Formulas formulas;
    private final Problems problems;
    private int count;

    EdgeReader(StateTree tree, ActionReader actions, Formulas formulas, Problems problems) {
        this.tree = tree;
        this.actions = actions;
        this.formulas = formulas;
        this.problems = problems;
    }

    /** The transitions under {@code on}, by their descriptors. */
    Map<String, List<Edge>> on(ChartState state) {
        Map<String, List<Edge>> edges = new LinkedHashMap<>();
        members(state, "on").forEach((descriptor, json) -> {
            JsonPointer at = state.at().child("on").child(descriptor);
            if (isDescriptor(descriptor)) {
                edges.put(descriptor, edges(state, descriptor, json, at));
            } else {
                String message = "an event has 1 to %d characters; a wildcard is * or ends in .*"
                        .formatted(MachineEvent.LONGEST_TYPE);
                problems.add(at, Kind.MALFORMED, message);
            }
        });
        return edges;
    }

    /** The members of a member that is to be an object; empty if it is absent, or reported. */
    JsonObject members(ChartState state, String member) {
        Json json = state.json().get(member);
        if (json instanceof JsonObject object) {
            return object;
        } else if (json != null) {
            problems.add(state.at().child(member), Kind.MALFORMED, "`" + member + "` is an object");
        }
        return JsonObject.EMPTY;
    }

    private static boolean isDescriptor(String text) {
        String plain = text.equals("*") ? "" : text.endsWith(".*") ? text.substring(0, text.length() - 2) : text;
        return !text.isEmpty()
                && text.length() <= MachineEvent.LONGEST_TYPE
                && !plain.contains("*")
                && !text.equals(".*");
    }

    /** The transitions for one descriptor, in order. */
    List<Edge> edges(ChartState source, String descriptor, @Nullable Json json, JsonPointer at) {
        if (json == null) {
            return List.of();
        }
        List<Edge> edges = new ArrayList<>();
        if (json instanceof JsonArray array) {
            if (array.isEmpty()) {
                problems.add(at, Kind.MALFORMED, SHAPE);
            }
            for (int i = 0; i < array.size(); i++) {
                read(source, descriptor, array.get(i), at.child(i), edges);
            }
        } else {
            read(source, descriptor, json, at, edges);
        }
        reportShadowed(edges);
        return List.copyOf(edges);
    }

    private void reportShadowed(List<Edge> edges) {
        boolean hidden = false;
        for (Edge edge : edges) {
            if (hidden) {
                problems.add(edge.at(), Kind.SHADOWED, "is never reached: the one before it has no guard");
            }
            hidden |= edge.guard() == null && !hasGuard(edge);
        }
    }

    /** Whether the definition has one, even if it is reported. */
    private boolean hasGuard(Edge edge) {
        return edge.at().resolve(tree.root().json()) instanceof JsonObject object && object.has("guard");
    }

    private void read(ChartState source, String descriptor, Json json, JsonPointer at, List<Edge> to) {
        if (++count > MOST_EDGES) {
            if (count == MOST_EDGES + 1) {
                problems.add(at, Kind.TOO_LARGE, "a machine has up to " + MOST_EDGES + " transitions");
            }
        } else if (json instanceof JsonString reference) {
            List<ChartState> targets = target(source, reference.value(), at);
            to.add(new Edge(source, descriptor, null, targets, false, List.of(), at));
        } else if (json instanceof JsonObject object) {
            MemberNames.check(object, at, MemberNames.TRANSITION, "a transition", problems);
            to.add(new Edge(
                    source,
                    descriptor,
                    guard(object, at),
                    targets(source, object, at.child("target")),
                    reenter(object, at),
                    actions.actions(object, at, "actions"),
                    at));
        } else {
            problems.add(at, Kind.MALFORMED, SHAPE);
        }
    }

    private @Nullable Formula guard(JsonObject edge, JsonPointer at) {
        Json guard = edge.get("guard");
        if (guard instanceof JsonString source) {
            return formulas.compile(source.value(), at.child("guard"));
        } else if (guard != null) {
            String message = "a guard is one CEL expression; write && and || and ! in it";
            problems.add(at.child("guard"), Kind.UNSUPPORTED, message);
        }
        return null;
    }

    private boolean reenter(JsonObject edge, JsonPointer at) {
        Json reenter = edge.get("reenter");
        if (reenter != null && !(reenter instanceof JsonBoolean)) {
            problems.add(at.child("reenter"), Kind.MALFORMED, "`reenter` is true or false");
        }
        return reenter == JsonBoolean.TRUE;
    }

    private List<ChartState> target(ChartState source, String reference, JsonPointer at) {
        ChartState target = tree.target(source, reference, at, problems);
        return target == null ? List.of() : List.of(target);
    }

    private List<ChartState> targets(ChartState source, JsonObject edge, JsonPointer at) {
        Json given = edge.get("target");
        if (given instanceof JsonString reference) {
            return target(source, reference.value(), at);
        } else if (given instanceof JsonArray several && !several.isEmpty()) {
            List<ChartState> targets = new ArrayList<>();
            for (int i = 0; i < several.size(); i++) {
                String reference = several.get(i) instanceof JsonString text ? text.value() : "";
                targets.addAll(target(source, reference, at.child(i)));
            }
            requireTogether(targets, at);
            return List.copyOf(targets);
        } else if (given != null) {
            problems.add(at, Kind.MALFORMED, "a target is the name of a state, or an array of names");
        }
        return List.of();
    }

    /** Reports targets that cannot be active at once. */
    void requireTogether(List<ChartState> targets, JsonPointer at) {
        if (targets.size() > MOST_TARGETS) {
            problems.add(at, Kind.TOO_LARGE, "a transition has up to " + MOST_TARGETS + " targets");
            return;
        }
        for (int i = 1; i < targets.size(); i++) {
            for (ChartState other : targets.subList(0, i)) {
                if (!areTogether(targets.get(i), other)) {
                    String message = "%s and %s are not in different regions of one parallel state"
                            .formatted(
                                    Problems.shown(other.path()),
                                    Problems.shown(targets.get(i).path()));
                    problems.add(at.child(i), Kind.MALFORMED, message);
                    return;
                }
            }
        }
    }

    /** A history state may bring back anything in the state around it. */
    private static boolean areTogether(ChartState one, ChartState other) {
        ChartState first = meant(one);
        ChartState second = meant(other);
        ChartState around = first.parent();
        while (around != null && !second.isWithin(around)) {
            around = around.parent();
        }
        boolean nested = first == second || first.isWithin(second) || second.isWithin(first);
        return around != null && !nested && around.kind() == StateKind.PARALLEL;
    }

    private static ChartState meant(ChartState target) {
        ChartState parent = target.parent();
        return target.kind().isHistory() && parent != null ? parent : target;
    }
}
