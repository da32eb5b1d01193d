/**
 * Workflows as values: what a definition says, how a run stands, and what happened to it.
 *
 * <p>A workflow is a graph of steps. A run of it is the document of a state; {@link dev.holdfast.engine.workflow.Run}
 * reads it. All types are immutable and safe for use by many threads.
 */
@NullMarked
package dev.holdfast.engine.workflow;

import org.jspecify.annotations.NullMarked;
