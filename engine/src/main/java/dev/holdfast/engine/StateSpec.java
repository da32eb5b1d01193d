package dev.holdfast.engine;

import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.typed.ValueMapper;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which state to open, and its settings if it is created. Immutable; the methods of an instance return changed copies.
 *
 * @param name its name among its owner's states
 * @param handle the handle of a state that exists, or was closed or expired recently; excludes {@code name}
 * @param labels labels to find it by; null keeps the present ones
 * @param lifetime by default persistent if there is a name and no {@code idleTtl}, otherwise session
 * @param idleTtl how long a session lives without use; 24 hours by default
 * @param keep how much of its history is kept; null keeps the present setting, which is everything for a new state
 * @param data the initial document, used only if this creates the state
 * @param commandId the caller's id, for retries
 * @param schema a JSON Schema that its document must satisfy, {@code true} for none; null keeps the present one
 * @param rules conditions that its document must meet; null keeps the present ones
 * @param machine the machine that its document follows; null keeps the present one
 * @param fork the state to copy instead of {@code data}; then the state must not exist yet
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
        @Nullable Machine machine,
        @Nullable Fork fork) {

    /** @throws HoldfastException {@code invalid} if the id is malformed */
    public StateSpec {
        CommandIds.checked(commandId);
        rules = rules == null ? null : List.copyOf(rules);
        labels = labels == null ? null : Map.copyOf(labels);
    }

    /** A new state without a name. */
    public static StateSpec unnamed() {
        return new StateSpec(null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The state of this name, created if there is none. */
    public static StateSpec named(String name) {
        return new StateSpec(name, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The state with this handle, reopened if it was closed or has expired. */
    public static StateSpec handle(String handle) {
        return new StateSpec(null, handle, null, null, null, null, null, null, null, null, null, null);
    }

    /** A new session without a name. */
    public static StateSpec session() {
        return unnamed().lifetime(Lifetime.SESSION);
    }

    /** A copy with these labels. */
    public StateSpec labels(@Nullable Map<String, String> value) {
        return new StateSpec(
                name, handle, value, lifetime, idleTtl, keep, data, commandId, schema, rules, machine, fork);
    }

    /** A copy with this lifetime. */
    public StateSpec lifetime(@Nullable Lifetime value) {
        return new StateSpec(name, handle, labels, value, idleTtl, keep, data, commandId, schema, rules, machine, fork);
    }

    /** A copy with this idle time to live, in whole seconds. */
    public StateSpec idleTtl(@Nullable Duration value) {
        return new StateSpec(
                name, handle, labels, lifetime, value, keep, data, commandId, schema, rules, machine, fork);
    }

    /** A copy that keeps this much history. */
    public StateSpec keep(@Nullable Keep value) {
        return new StateSpec(
                name, handle, labels, lifetime, idleTtl, value, data, commandId, schema, rules, machine, fork);
    }

    /** A copy with this initial document. */
    public StateSpec data(@Nullable JsonObject value) {
        return new StateSpec(
                name, handle, labels, lifetime, idleTtl, keep, value, commandId, schema, rules, machine, fork);
    }

    /** A copy with this initial document, a value of a Java type that is written as an object. */
    public StateSpec data(Object value) {
        return data(ValueMapper.installed().toDocument(value));
    }

    /**
     * A copy with this id for retries.
     *
     * @throws HoldfastException {@code invalid} if the id is malformed
     */
    public StateSpec commandId(@Nullable String value) {
        return new StateSpec(name, handle, labels, lifetime, idleTtl, keep, data, value, schema, rules, machine, fork);
    }

    /** A copy with this JSON Schema. */
    public StateSpec schema(@Nullable Json value) {
        return new StateSpec(
                name, handle, labels, lifetime, idleTtl, keep, data, commandId, value, rules, machine, fork);
    }

    /**
     * A copy with a JSON Schema derived from this type, so that no writer can make the document anything else. A new
     * state needs initial data that satisfies it.
     */
    public StateSpec schema(Class<?> type) {
        return schema(ValueMapper.installed().schema(type));
    }

    /** A copy with these rules. */
    public StateSpec rules(@Nullable List<Rule> value) {
        return new StateSpec(
                name, handle, labels, lifetime, idleTtl, keep, data, commandId, schema, value, machine, fork);
    }

    /** A copy whose document follows this machine. */
    public StateSpec machine(@Nullable Machine value) {
        return new StateSpec(
                name, handle, labels, lifetime, idleTtl, keep, data, commandId, schema, rules, value, fork);
    }

    /** A copy that begins as a fork. */
    public StateSpec fork(@Nullable Fork value) {
        return new StateSpec(
                name, handle, labels, lifetime, idleTtl, keep, data, commandId, schema, rules, machine, value);
    }
}
