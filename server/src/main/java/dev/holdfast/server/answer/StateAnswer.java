package dev.holdfast.server.answer;

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
public final class StateAnswer {
    private final Holdfast holdfast;
    private final List<String> ignored;
    private final JsonObject.Builder members = JsonObject.builder();

    /** @param ignored the names of arguments that were left out of account */
    public StateAnswer(Holdfast holdfast, List<String> ignored) {
        this.holdfast = holdfast;
        this.ignored = ignored;
    }

    /** Adds a member. */
    public StateAnswer put(String name, Json value) {
        members.put(name, value);
        return this;
    }

    /** Adds a member. */
    public StateAnswer put(String name, String value) {
        members.put(name, value);
        return this;
    }

    /** Adds a member. */
    public StateAnswer put(String name, long value) {
        members.put(name, value);
        return this;
    }

    /** Adds a member. */
    public StateAnswer put(String name, boolean value) {
        members.put(name, value);
        return this;
    }

    /** Adds a member, unless it is null. */
    public StateAnswer putIfPresent(String name, @Nullable Json value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    /** Adds a member, unless it is null. */
    public StateAnswer putIfPresent(String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    /** Adds a member, which is null in JSON if it is null. */
    public StateAnswer putOrNull(String name, @Nullable String value) {
        return put(name, value == null ? JsonNull.NULL : new JsonString(value));
    }

    /** Adds a member, unless it is left out. */
    public StateAnswer putUnless(boolean left, String name, String value) {
        return left ? this : put(name, value);
    }

    /** A flag that is present only if it is true. */
    public StateAnswer flag(String name, boolean up) {
        return up ? put(name, true) : this;
    }

    /** Adds a list of names. */
    public StateAnswer names(String name, Collection<String> names) {
        return put(name, strings(names));
    }

    /** Names, if there are any. */
    public StateAnswer namesIfAny(String name, Collection<String> names) {
        return names.isEmpty() ? this : names(name, names);
    }

    /** An object, if it has members. */
    public StateAnswer putIfAny(String name, JsonObject value) {
        return value.isEmpty() ? this : put(name, value);
    }

    /** {@code expires_at}: null means that the state lasts until it is closed. */
    public StateAnswer expires(@Nullable Instant at) {
        expiring(members, at);
        return this;
    }

    /** Ends the answer: with what was left out of account, and an id for the next change. */
    public JsonObject withOp() {
        return namesIfAny("ignored", ignored)
                .members
                .put("op", holdfast.mintCommandId())
                .build();
    }

    /** Adds when the state expires; null means that it lasts until it is closed. */
    public static JsonObject.Builder expiring(JsonObject.Builder members, @Nullable Instant at) {
        return members.put("expires_at", at == null ? JsonNull.NULL : new JsonString(at.toString()));
    }

    /** A list of texts. */
    public static JsonArray strings(Collection<String> values) {
        List<Json> items = new ArrayList<>(values.size());
        values.forEach(value -> items.add(new JsonString(value)));
        return JsonArray.copyOf(items);
    }
}
