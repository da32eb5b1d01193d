package dev.holdfast.engine;

import dev.holdfast.engine.workflow.Run;

/**
 * The result of starting a run.
 *
 * @param state the run
 * @param revision the revision of its state
 * @param run how it stands
 * @param created whether this call started it; false if a run of that name is there already
 * @param replayed whether the command was a retry of one carried out before
 */
public record Started(RunState state, long revision, Run run, boolean created, boolean replayed) {}
