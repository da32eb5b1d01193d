package dev.holdfast.mcp.sdk;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import org.jspecify.annotations.Nullable;

/** One call of a tool, by one principal. Not safe for use by several threads. */
public final class SdkCall {
    static final String HANDLE = "handle";

    private final States states;
    private final JsonObject arguments;
    private @Nullable State state;

    SdkCall(States states, JsonObject arguments) {
        this.states = states;
        this.arguments = arguments;
    }

    /** Who calls. */
    public Principal principal() {
        return states.principal();
    }

    /** The states as the caller sees them. */
    public States states() {
        return states;
    }

    /**
     * The arguments, without the handle. Numbers have the digits that the SDK left of them: 3.50 comes as 3.5, and what
     * has more digits than a double comes rounded.
     */
    public JsonObject arguments() {
        return arguments.without(HANDLE);
    }

    /**
     * The state of this call: the caller's state of the argument {@code handle}, or a new one if there is none. Its
     * handle is in the answer.
     *
     * @throws HoldfastException {@code not_found} if the caller has no such state
     */
    public State state() {
        State opened = state;
        if (opened == null) {
            opened = open();
            state = opened;
        }
        return opened;
    }

    private State open() {
        return switch (arguments.get(HANDLE)) {
            case null -> states.open(StateSpec.unnamed()).state();
            case JsonString handle ->
                states.open(StateSpec.handle(handle.value())).state();
            default ->
                throw Failure.invalid(HANDLE, "handle is a text that an earlier answer had.")
                        .toException();
        };
    }

    JsonObject answered(JsonObject answer) {
        State opened = state;
        return opened == null
                ? answer
                : answer.with(HANDLE, Json.of(opened.handle().value()));
    }

    @Override
    public String toString() {
        return "SdkCall[" + principal().id() + "]";
    }
}
