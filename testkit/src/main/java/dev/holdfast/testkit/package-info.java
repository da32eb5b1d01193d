/**
 * What all suites of the testkit share: {@link dev.holdfast.testkit.StoreFixture}, which a store's test implements to
 * open clients of the store; samples, seeds, a manual clock and threads. The suites are in the packages below: start at
 * {@code log.CommitLogContract}, {@code engine.EngineContract} and {@code model.StateModelContract}. This package
 * depends on none of them.
 */
@NullMarked
package dev.holdfast.testkit;

import org.jspecify.annotations.NullMarked;
