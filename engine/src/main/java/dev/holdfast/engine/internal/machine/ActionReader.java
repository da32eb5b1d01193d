package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.engine.machine.MachineProblem.Kind;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads actions, and the values in them: a string is an expression, anything else stands for itself. */
final class ActionReader {
    private static final int MOST_KEY_BYTES = 512;

    private final Formulas formulas;
    private final Problems problems;

    ActionReader(Formulas formulas, Problems problems) {
        this.formulas = formulas;
        this.problems = problems;
    }

    /** The actions of a member: one, or an array of them. */
    List<Action> actions(JsonObject json, JsonPointer owner, String member) {
        Json given = json.get(member);
        JsonPointer at = owner.child(member);
        List<Action> actions = new ArrayList<>();
        if (given instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                add(action(array.get(i), at.child(i)), actions);
            }
        } else if (given != null) {
            add(action(given, at), actions);
        }
        return List.copyOf(actions);
    }

    private static void add(@Nullable Action action, List<Action> to) {
        if (action != null) {
            to.add(action);
        }
    }

    private @Nullable Action action(Json json, JsonPointer at) {
        if (json instanceof JsonString || (json instanceof JsonObject typed && typed.has("type"))) {
            String message = "actions by name are not supported: write {\"assign\": …} or {\"raise\": …}";
            problems.add(at, Kind.UNSUPPORTED, message);
            return null;
        } else if (!(json instanceof JsonObject object)) {
            problems.add(at, Kind.MALFORMED, "an action is {\"assign\": …} or {\"raise\": …}");
            return null;
        } else {
            MemberNames.check(object, at, MemberNames.ACTION, "an action", problems);
            return known(object, at);
        }
    }

    private @Nullable Action known(JsonObject action, JsonPointer at) {
        Json assign = action.get("assign");
        Json raise = action.get("raise");
        if (assign != null && raise != null) {
            problems.add(at, Kind.MALFORMED, "an action is either `assign` or `raise`; write two");
            return null;
        } else if (assign != null) {
            return assign(assign, at.child("assign"));
        } else if (raise != null) {
            return raise(raise, at.child("raise"));
        } else if (action.isEmpty()) {
            problems.add(at, Kind.MALFORMED, "an action is {\"assign\": …} or {\"raise\": …}");
        }
        return null;
    }

    private @Nullable Action assign(Json json, JsonPointer at) {
        if (!(json instanceof JsonObject object) || object.isEmpty()) {
            problems.add(at, Kind.MALFORMED, "`assign` is {key: CEL}");
            return null;
        }
        for (String key : object.keys()) {
            boolean isKey =
                    !key.isEmpty() && !key.startsWith("/") && Json.of(key).canonicalSize() <= MOST_KEY_BYTES;
            if (!isKey) {
                String message = "a key has 1 to " + MOST_KEY_BYTES + " bytes and does not begin with /";
                problems.add(at.child(key), Kind.MALFORMED, message);
            }
        }
        return new Action.Assign(values(object, at));
    }

    private @Nullable Action raise(Json json, JsonPointer at) {
        if (json instanceof JsonString type) {
            return isEvent(type.value(), at) ? new Action.Raise(type.value(), Map.of()) : null;
        } else if (json instanceof JsonObject event && event.get("type") instanceof JsonString named) {
            String type = named.value();
            Map<String, Value> data = values(event.without("type"), at);
            return isEvent(type, at.child("type")) ? new Action.Raise(type, data) : null;
        }
        problems.add(at, Kind.MALFORMED, "`raise` is an event, or {\"type\": event, name: CEL}");
        return null;
    }

    private boolean isEvent(String type, JsonPointer at) {
        boolean isEvent = !type.isEmpty()
                && type.length() <= MachineEvent.LONGEST_TYPE
                && !type.contains("*")
                && !type.startsWith(MachineEvent.RESERVED);
        if (!isEvent) {
            String message = "an event has 1 to %d characters, no *, and does not begin with %s"
                    .formatted(MachineEvent.LONGEST_TYPE, MachineEvent.RESERVED);
            problems.add(at, Kind.MALFORMED, message);
        }
        return isEvent;
    }

    private Map<String, Value> values(JsonObject object, JsonPointer at) {
        Map<String, Value> values = new LinkedHashMap<>();
        object.forEach((name, json) -> {
            Value value = value(json, at.child(name));
            if (value != null) {
                values.put(name, value);
            }
        });
        return values;
    }

    /** A value; null if it is reported. */
    @Nullable Value value(Json json, JsonPointer at) {
        return json instanceof JsonString source ? formulas.compile(source.value(), at) : new Value.Constant(json);
    }

    /** An output: an expression, an object whose members are values, or anything else as it is. */
    @Nullable Value output(JsonObject owner, JsonPointer at) {
        Json json = owner.get("output");
        if (json == null) {
            return null;
        }
        return json instanceof JsonObject object
                ? new Value.Members(values(object, at.child("output")))
                : value(json, at.child("output"));
    }
}
