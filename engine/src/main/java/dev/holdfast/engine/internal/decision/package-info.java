/**
 * Whether a command may be carried out, and what is recorded of it.
 *
 * <p>Pure: a decision is a function of image, command and time, without a clock, a thread, randomness or the store. The
 * entrance is {@link dev.holdfast.engine.internal.decision.Decider}; what commands ask for is
 * {@link dev.holdfast.engine.internal.decision.Change}.
 *
 * <p>Never sees the log, the committer or a call: what must be read first is read by the call and stands in the
 * command.
 */
@NullMarked
package dev.holdfast.engine.internal.decision;

import org.jspecify.annotations.NullMarked;
