package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.MachineProblem.Kind;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tree of states. What they do is read afterwards, when all states are known. Not thread-safe. */
final class StateReader {
    static final int MOST_STATES = 1_000;
    static final int MOST_LEVELS = 16;
    static final int LONGEST_NAME = 64;
    static final int LONGEST_PATH = 256;
    static final int MOST_HISTORIES = 4;

    private final String machine;
    private final Problems problems;
    private final List<ChartState> states = new ArrayList<>();
    private final Map<String, ChartState> ids = new HashMap<>();

    private StateReader(String machine, Problems problems) {
        this.machine = machine;
        this.problems = problems;
    }

    static StateTree read(JsonObject definition, String machine, Problems problems) {
        StateReader reader = new StateReader(machine, problems);
        reader.read(null, machine, definition, JsonPointer.ROOT, 0);
        return new StateTree(List.copyOf(reader.states), Map.copyOf(reader.ids));
    }

    private void read(@Nullable ChartState parent, String key, JsonObject json, JsonPointer at, int level) {
        StateKind kind = kind(json, at, parent == null);
        String path = parent == null ? "" : parent.path().isEmpty() ? key : parent.path() + "." + key;
        String ownId = json.string("id");
        String id = ownId != null ? ownId : path.isEmpty() ? machine : machine + "." + path;
        ChartState state = new ChartState(states.size(), parent, key, id, kind, json, at);
        states.add(state);
        if (parent != null) {
            parent.add(state);
        }
        claimId(state, ownId);
        String what = parent == null ? "the root" : kind.described();
        MemberNames.check(json, at, MemberNames.of(kind, parent == null), what, problems);
        readChildren(state, at.child("states"), level);
        state.close(states.size() - 1);
    }

    private void claimId(ChartState state, @Nullable String id) {
        if (state.json().has("id") && (id == null || !isName(id))) {
            problems.add(state.at().child("id"), Kind.MALFORMED, "an id is " + NAMES);
        } else if (state.parent() == null || id != null) {
            ChartState other = ids.putIfAbsent(state.id(), state);
            if (other != null) {
                problems.add(state.at().child("id"), Kind.MALFORMED, "another state has the same id");
            }
        }
    }

    private void readChildren(ChartState state, JsonPointer at, int level) {
        Json given = state.json().get("states");
        if (given == null) {
            return;
        } else if (!(given instanceof JsonObject children)) {
            problems.add(at, Kind.MALFORMED, "`states` is an object of states");
        } else if (level == MOST_LEVELS && !children.isEmpty()) {
            problems.add(at, Kind.TOO_LARGE, "states nest up to " + MOST_LEVELS + " levels deep");
        } else {
            for (String name : names(state, children)) {
                readChild(state, name, children.get(name), at, level);
            }
            requireFewHistories(state, at);
        }
    }

    private void readChild(ChartState parent, String name, @Nullable Json child, JsonPointer states, int level) {
        JsonPointer at = states.child(name);
        if (this.states.size() >= MOST_STATES) {
            if (this.states.size() == MOST_STATES && !problems.areMany()) {
                problems.add(at, Kind.TOO_LARGE, "a machine has up to " + MOST_STATES + " states");
            }
        } else if (!isName(name) || parent.path().length() + 1 + name.length() > LONGEST_PATH) {
            String most = "; with those around it up to " + LONGEST_PATH;
            problems.add(at, Kind.MALFORMED, "the name of a state is " + NAMES + most);
        } else if (child instanceof JsonObject json) {
            read(parent, name, json, at, level + 1);
        } else {
            problems.add(at, Kind.MALFORMED, "a state is an object");
        }
    }

    private static final String NAMES =
            "1 to " + LONGEST_NAME + " characters, without dots and control characters, and does not begin with #";

    private static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST_NAME
                && text.charAt(0) != '#'
                && text.indexOf('.') < 0
                && text.chars().noneMatch(Character::isISOControl);
    }

    private void requireFewHistories(ChartState state, JsonPointer at) {
        long histories = state.children().stream()
                .filter(child -> child.kind().isHistory())
                .count();
        if (histories > MOST_HISTORIES) {
            problems.add(at, Kind.TOO_LARGE, "a state has up to " + MOST_HISTORIES + " history states");
        }
    }

    /** The names in document order. */
    private Collection<String> names(ChartState state, JsonObject children) {
        Json order = state.json().get("order");
        if (order == null || state.kind() != StateKind.PARALLEL) {
            return children.keys();
        }
        List<String> names = new ArrayList<>();
        if (order instanceof JsonArray array) {
            array.stream().forEach(name -> names.add(name instanceof JsonString text ? text.value() : ""));
        }
        Set<String> distinct = new HashSet<>(names);
        if (distinct.size() != names.size() || !distinct.equals(children.keys())) {
            JsonPointer at = state.at().child("order");
            problems.add(at, Kind.MALFORMED, "`order` names each of the states in it once");
            return children.keys();
        }
        return names;
    }

    private StateKind kind(JsonObject json, JsonPointer at, boolean isRoot) {
        boolean hasStates = json.get("states") instanceof JsonObject states && !states.isEmpty();
        Json type = json.get("type");
        StateKind kind = type == null ? implied(json, at, hasStates) : named(type, json, at);
        boolean holdsStates = kind == StateKind.COMPOUND || kind == StateKind.PARALLEL;
        if (hasStates && !holdsStates) {
            problems.add(at.child("states"), Kind.MALFORMED, kind.described() + " has no states in it");
        } else if (holdsStates && !hasStates) {
            problems.add(at, Kind.MALFORMED, kind.described() + " has states in it");
        } else if (isRoot && (kind == StateKind.FINAL || kind.isHistory())) {
            problems.add(at.child("type"), Kind.MALFORMED, "the root is not " + kind.described());
        }
        return kind;
    }

    private StateKind implied(JsonObject json, JsonPointer at, boolean hasStates) {
        if (hasStates) {
            return StateKind.COMPOUND;
        }
        return json.has("history") ? history(json, at) : StateKind.ATOMIC;
    }

    private StateKind named(Json type, JsonObject json, JsonPointer at) {
        String name = type instanceof JsonString text ? text.value() : "";
        return switch (name) {
            case "atomic" -> StateKind.ATOMIC;
            case "compound" -> StateKind.COMPOUND;
            case "parallel" -> StateKind.PARALLEL;
            case "final" -> StateKind.FINAL;
            case "history" -> history(json, at);
            default -> {
                String types = "a type is atomic, compound, parallel, final or history";
                problems.add(at.child("type"), Kind.MALFORMED, types);
                yield json.has("states") ? StateKind.COMPOUND : StateKind.ATOMIC;
            }
        };
    }

    private StateKind history(JsonObject json, JsonPointer at) {
        Json history = json.get("history");
        if (Json.of("deep").equals(history)) {
            return StateKind.DEEP;
        } else if (history != null
                && history != JsonBoolean.TRUE
                && !Json.of("shallow").equals(history)) {
            problems.add(at.child("history"), Kind.MALFORMED, "`history` is shallow or deep");
        }
        return StateKind.SHALLOW;
    }
}
