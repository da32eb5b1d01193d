/**
 * Recorded histories of parallel clients, and the rules that decide whether a correct store could have given these
 * answers. Entrances: {@link dev.holdfast.testkit.history.HistoryRecorder} to record,
 * {@link dev.holdfast.testkit.history.HistoryChecker} to judge.
 *
 * <p>Revisions give the order of a state's versions, so most rules are checked in linear time. Registers have no such
 * order, so a valid order is searched for.
 */
@NullMarked
package dev.holdfast.testkit.history;

import org.jspecify.annotations.NullMarked;
