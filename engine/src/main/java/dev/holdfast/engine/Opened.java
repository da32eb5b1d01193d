package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import org.jspecify.annotations.Nullable;

/**
 * A state that was opened.
 *
 * @param state the state
 * @param view what it was when it was opened
 * @param created whether this call created it
 * @param replayed whether this answers a command that was carried out before
 * @param previous the state that had this name before and can still be brought back
 * @param dataApplied false if the first document of the spec was not used because the state was there already
 * @param nameLost whether a state brought back lost its name because another state has it now
 */
public record Opened(
        State state,
        StateView view,
        boolean created,
        boolean replayed,
        @Nullable StateId previous,
        boolean dataApplied,
        boolean nameLost) {}
