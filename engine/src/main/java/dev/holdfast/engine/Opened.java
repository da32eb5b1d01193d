package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The result of opening a state.
 *
 * @param state the state
 * @param view its content when it was opened
 * @param created whether this call created it
 * @param replayed whether the command was a retry of one carried out before
 * @param previous the state that had this name before and can still be reopened; null if there is none
 * @param dataApplied false if the initial document of the spec was not used because the state existed already
 * @param nameLost whether a reopened state lost its name because another state has it now
 * @param replaced the settings that this call changed, by name, as they were before; null for one that there was not
 */
public record Opened(
        State state,
        StateView view,
        boolean created,
        boolean replayed,
        @Nullable StateId previous,
        boolean dataApplied,
        boolean nameLost,
        JsonObject replaced) {}
