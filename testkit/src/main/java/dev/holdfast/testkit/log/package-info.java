/**
 * The storage contract as suites. Start at {@link dev.holdfast.testkit.log.CommitLogContract} for a store in one
 * process, {@link dev.holdfast.testkit.log.ProcessesContract} and
 * {@link dev.holdfast.testkit.log.ProcessHistoriesContract} for one that several processes share. They use only
 * {@code spi} of the engine, and check recorded histories by {@link dev.holdfast.testkit.history}.
 */
@NullMarked
package dev.holdfast.testkit.log;

import org.jspecify.annotations.NullMarked;
