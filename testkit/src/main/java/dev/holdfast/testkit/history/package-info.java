/**
 * Recorded histories of parallel clients, and the rules that tell whether a store could have answered so. Entrances:
 * {@link dev.holdfast.testkit.history.HistoryRecorder} to record, {@link dev.holdfast.testkit.history.HistoryChecker}
 * to judge.
 *
 * <p>The revision of a commit is the order of versions of its state, so most rules need linear time. Registers, where
 * nothing tells the order, are searched.
 */
@NullMarked
package dev.holdfast.testkit.history;

import org.jspecify.annotations.NullMarked;
