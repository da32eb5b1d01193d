package dev.holdfast.engine;

import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which state to open, and how it is to be if it must be created.
 *
 * @param name its name among its owner's states
 * @param handle the handle of a state that is there, or was until recently; excludes {@code name}
 * @param labels labels to find it by; null leaves them as they are
 * @param lifetime by default persistent with a name and no idle time to live, else session
 * @param idleTtl how long a session lives unused; 24 hours by default
 * @param keep how much of its history is kept; null leaves that as it is, which is everything at first
 * @param data the first document, used only if this creates the state
 * @param commandId the caller's id, for retries
 * @param schema a JSON Schema that its document must satisfy, {@code true} for none; null leaves it as it is
 * @param rules what must be true of its document; null leaves them as they are
 * @param fork what to begin as, instead of {@code data}; then the state must not be there yet
 */
public record StateSpec(
        @Nullable String name,
        @Nullable String handle,
        @Nullable Map<String, String> labels,
        @Nullable Lifetime lifetime,
        @Nullable Duration idleTtl,
        @Nullable Keep keep,
        @Nullable JsonObject data,
        @Nullable String commandId,
        @Nullable Json schema,
        @Nullable List<Rule> rules,
        @Nullable Fork fork) {

    /** @throws HoldfastException {@code invalid} if the id is malformed */
    public StateSpec {
        CommandIds.checked(commandId);
        rules = rules == null ? null : List.copyOf(rules);
        labels = labels == null ? null : Map.copyOf(labels);
    }

    /** A new state without a name. */
    public static StateSpec unnamed() {
        return new StateSpec(null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The state of this name, created if there is none. */
    public static StateSpec named(String name) {
        return new StateSpec(name, null, null, null, null, null, null, null, null, null, null);
    }

    /** The state behind this handle, brought back if it was closed or has expired. */
    public static StateSpec handle(String handle) {
        return new StateSpec(null, handle, null, null, null, null, null, null, null, null, null);
    }

    /** A new session without a name. */
    public static StateSpec session() {
        return unnamed().lifetime(Lifetime.SESSION);
    }

    public StateSpec labels(@Nullable Map<String, String> value) {
        return new StateSpec(name, handle, value, lifetime, idleTtl, keep, data, commandId, schema, rules, fork);
    }

    public StateSpec lifetime(@Nullable Lifetime value) {
        return new StateSpec(name, handle, labels, value, idleTtl, keep, data, commandId, schema, rules, fork);
    }

    public StateSpec idleTtl(@Nullable Duration value) {
        return new StateSpec(name, handle, labels, lifetime, value, keep, data, commandId, schema, rules, fork);
    }

    public StateSpec keep(@Nullable Keep value) {
        return new StateSpec(name, handle, labels, lifetime, idleTtl, value, data, commandId, schema, rules, fork);
    }

    public StateSpec data(@Nullable JsonObject value) {
        return new StateSpec(name, handle, labels, lifetime, idleTtl, keep, value, commandId, schema, rules, fork);
    }

    public StateSpec commandId(@Nullable String value) {
        return new StateSpec(name, handle, labels, lifetime, idleTtl, keep, data, value, schema, rules, fork);
    }

    public StateSpec schema(@Nullable Json value) {
        return new StateSpec(name, handle, labels, lifetime, idleTtl, keep, data, commandId, value, rules, fork);
    }

    public StateSpec rules(@Nullable List<Rule> value) {
        return new StateSpec(name, handle, labels, lifetime, idleTtl, keep, data, commandId, schema, value, fork);
    }

    public StateSpec fork(@Nullable Fork value) {
        return new StateSpec(name, handle, labels, lifetime, idleTtl, keep, data, commandId, schema, rules, value);
    }
}
