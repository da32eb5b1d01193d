package dev.holdfast.server.events;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.EventRefusal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription says, checked against its type: null counts as absent, and a name that the type does not have is
 * refused.
 *
 * @param given what is not null of it
 */
record EventArguments(JsonObject given) {
    /** Most names in a list or labels. */
    private static final int MOST = 100;

    private static final int LONGEST = 4_096;

    static EventArguments of(StateEventType type, JsonObject sent) {
        JsonObject known = type.arguments();
        JsonObject given = sent;
        for (String name : sent.keys()) {
            if (!known.has(name)) {
                throw invalid(name, "is no argument of " + type.wire());
            }
            given = sent.get(name) instanceof JsonNull ? given.without(name) : given;
        }
        EventArguments arguments = new EventArguments(given);
        arguments.check();
        return arguments;
    }

    private void check() {
        for (Map.Entry<String, Json> argument : given.entries()) {
            switch (argument.getKey()) {
                case "state", "name_prefix", "where", "until", "work" -> text(argument.getKey());
                case "labels" -> labels();
                case "values", "mine" -> flag(argument.getKey());
                default -> texts(argument.getKey());
            }
        }
        if (given.has("state") && (given.has("name_prefix") || given.has("labels"))) {
            throw invalid("state", "names one state; name_prefix and labels choose among all");
        }
    }

    @Nullable String state() {
        return text("state");
    }

    @Nullable String namePrefix() {
        return text("name_prefix");
    }

    Map<String, String> labels() {
        return switch (given.get("labels")) {
            case null -> Map.of();
            case JsonObject labels
            when labels.size() <= MOST -> {
                Map<String, String> all = new HashMap<>();
                labels.forEach((name, value) -> all.put(name, string("labels", value)));
                yield all;
            }
            default -> throw invalid("labels", "must be an object of at most " + MOST + " strings");
        };
    }

    @Nullable String text(String name) {
        Json value = given.get(name);
        return value == null ? null : string(name, value);
    }

    boolean flag(String name) {
        return switch (given.get(name)) {
            case null -> false;
            case JsonBoolean flag -> flag.value();
            default -> throw invalid(name, "must be a boolean");
        };
    }

    /** The names in a list; empty if there is none. */
    Set<String> texts(String name) {
        return switch (given.get(name)) {
            case null -> Set.of();
            case JsonArray names
            when names.size() <= MOST -> {
                Set<String> all = new HashSet<>();
                names.forEach(each -> all.add(string(name, each)));
                yield all;
            }
            default -> throw invalid(name, "must be a list of at most " + MOST + " strings");
        };
    }

    private static String string(String name, Json value) {
        if (value instanceof JsonString text && text.value().length() <= LONGEST) {
            return text.value();
        }
        throw invalid(name, "must be of strings of at most " + LONGEST + " characters");
    }

    private static EventRefusal invalid(String name, String why) {
        return EventRefusal.invalid("arguments." + name.substring(0, Math.min(80, name.length())) + " " + why);
    }
}
