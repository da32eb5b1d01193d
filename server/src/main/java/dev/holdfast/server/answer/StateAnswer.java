package dev.holdfast.server;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds an answer about a state. It ends with {@code op}, the id minted for the caller's next change. */
final class StateAnswer {
    private final Holdfast holdfast;
    private final List<String> ignored;
    private final JsonObject.Builder members = JsonObject.builder();

    /** @param ignored the names of arguments that were left out of account */
    StateAnswer(Holdfast holdfast, List<String> ignored) {
        this.holdfast = holdfast;
        this.ignored = ignored;
    }

    StateAnswer put(String name, Json value) {
        members.put(name, value);
        return this;
    }

    StateAnswer put(String name, String value) {
        members.put(name, value);
        return this;
    }

    StateAnswer put(String name, long value) {
        members.put(name, value);
        return this;
    }

    StateAnswer put(String name, boolean value) {
        members.put(name, value);
        return this;
    }

    StateAnswer putIfPresent(String name, @Nullable Json value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    StateAnswer putIfPresent(String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    StateAnswer putOrNull(String name, @Nullable String value) {
        return put(name, value == null ? JsonNull.NULL : new JsonString(value));
    }

    StateAnswer putUnless(boolean left, String name, String value) {
        return left ? this : put(name, value);
    }

    /** A flag that is present only if it is true. */
    StateAnswer flag(String name, boolean up) {
        return up ? put(name, true) : this;
    }

    StateAnswer names(String name, Collection<String> names) {
        return put(name, strings(names));
    }

    /** Names, if there are any. */
    StateAnswer namesIfAny(String name, Collection<String> names) {
        return names.isEmpty() ? this : names(name, names);
    }

    /** An object, if it has members. */
    StateAnswer putIfAny(String name, JsonObject value) {
        return value.isEmpty() ? this : put(name, value);
    }

    /** {@code expires_at}: null means that the state lasts until it is closed. */
    StateAnswer expires(@Nullable Instant at) {
        expiring(members, at);
        return this;
    }

    JsonObject withOp() {
        return namesIfAny("ignored", ignored)
                .members
                .put("op", holdfast.mintCommandId())
                .build();
    }

    static JsonObject.Builder expiring(JsonObject.Builder members, @Nullable Instant at) {
        return members.put("expires_at", at == null ? JsonNull.NULL : new JsonString(at.toString()));
    }

    static JsonArray strings(Collection<String> values) {
        List<Json> items = new ArrayList<>(values.size());
        values.forEach(value -> items.add(new JsonString(value)));
        return JsonArray.copyOf(items);
    }
}
