/**
 * The log read as a whole: folds up to a revision or a time, replay, verification, compaction, walks over all states.
 *
 * <p>Entrances are {@link dev.holdfast.engine.internal.history.History} (folds and events),
 * {@link dev.holdfast.engine.internal.history.Verifier}, {@link dev.holdfast.engine.internal.history.Compaction} and
 * {@link dev.holdfast.engine.internal.history.StateWalk}.
 *
 * <p>Never appends, and never sees what is cached or being committed.
 */
@NullMarked
package dev.holdfast.engine.internal.history;

import org.jspecify.annotations.NullMarked;
