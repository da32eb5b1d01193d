package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which workflow to start, and what the run is given. Immutable; the methods of an instance return changed copies.
 *
 * @param workflow the name of a workflow that was defined; null if {@code definition} is given
 * @param version its version; null for the newest
 * @param definition the workflow itself; null if it is named
 * @param input what the run is given
 * @param name the name of the run among its owner's states; null for none
 * @param labels labels to find it by
 * @param session the state that it is started for, by handle or {@code @name}; null for none
 * @param commandId the caller's id, for retries
 */
public record RunSpec(
        @Nullable String workflow,
        @Nullable String version,
        @Nullable JsonObject definition,
        Json input,
        @Nullable String name,
        Map<String, String> labels,
        @Nullable String session,
        @Nullable String commandId) {
    /** The label of a run that has the handle of the state it was started for. */
    public static final String SESSION = "session";

    /** @throws HoldfastException {@code invalid} if the id is malformed, or not one of name and definition is given */
    public RunSpec {
        CommandIds.checked(commandId);
        labels = Map.copyOf(labels);
        if ((workflow == null) == (definition == null)) {
            throw Failure.invalid("workflow", "Give the name of a workflow or its definition, one of the two.")
                    .toException();
        }
    }

    /** The newest version of a workflow that was {@linkplain Runs#define defined}. */
    public static RunSpec of(String workflow) {
        return new RunSpec(workflow, null, null, JsonObject.EMPTY, null, Map.of(), null, null);
    }

    /** A workflow that is given as a whole. */
    public static RunSpec of(JsonObject definition) {
        return new RunSpec(null, null, definition, JsonObject.EMPTY, null, Map.of(), null, null);
    }

    /** A copy that starts this version of the workflow; null for the newest. */
    public RunSpec version(@Nullable String value) {
        return new RunSpec(workflow, value, definition, input, name, labels, session, commandId);
    }

    /** A copy with this input. */
    public RunSpec input(Json value) {
        return new RunSpec(workflow, version, definition, value, name, labels, session, commandId);
    }

    /** A copy with this name: of the callers that start a run of one name, one does, and the others have the same. */
    public RunSpec name(@Nullable String value) {
        return new RunSpec(workflow, version, definition, input, value, labels, session, commandId);
    }

    /** A copy with these labels. */
    public RunSpec labels(Map<String, String> value) {
        return new RunSpec(workflow, version, definition, input, name, value, session, commandId);
    }

    /**
     * A copy that is started for a state, which the caller must be allowed to write: the run has its handle as the
     * label {@link #SESSION}, and is found from it.
     *
     * @param target a handle or {@code @name}; null for none
     */
    public RunSpec session(@Nullable String target) {
        return new RunSpec(workflow, version, definition, input, name, labels, target, commandId);
    }

    /** A copy with this id for retries. */
    public RunSpec commandId(@Nullable String value) {
        return new RunSpec(workflow, version, definition, input, name, labels, session, value);
    }
}
