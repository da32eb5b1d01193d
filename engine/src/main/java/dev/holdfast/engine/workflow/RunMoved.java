package dev.holdfast.engine.workflow;

import org.jspecify.annotations.Nullable;

/**
 * What came of a request to a run.
 *
 * @param revision the revision of the run's state after it
 * @param run the run after it; null for a retry whose revision is no longer kept
 * @param repeated whether it had been carried out before, so that nothing changed now
 */
public record RunMoved(long revision, @Nullable Run run, boolean repeated) {}
