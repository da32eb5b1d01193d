/**
 * What a definition of a workflow means: reading and checking it, and what a request does to a run of it.
 *
 * <p>Pure: what a request leads to is a function of definition, run, request, actor and time, without a clock, a
 * thread, randomness or the store. The entrances are {@link dev.holdfast.engine.internal.workflow.Plan}, a definition
 * that was checked, and {@link dev.holdfast.engine.internal.workflow.RunInterpreter}; what is asked for is
 * {@link dev.holdfast.engine.internal.workflow.RunRequest}.
 *
 * <p>Never sees an image, a decision, a machine or the log: it runs without an engine.
 */
@NullMarked
package dev.holdfast.engine.internal.workflow;

import org.jspecify.annotations.NullMarked;
