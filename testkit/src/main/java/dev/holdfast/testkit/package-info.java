/**
 * What every suite of the testkit stands on: {@link dev.holdfast.testkit.StoreFixture}, which a store's test implements
 * to say how a client of it is opened, and samples, seeds, a clock that tests move, and threads that are joined. The
 * suites themselves are in the packages below: start at {@code log.CommitLogContract}, {@code engine.EngineContract}
 * and {@code model.StateModelContract}. This package sees none of them.
 */
@NullMarked
package dev.holdfast.testkit;

import org.jspecify.annotations.NullMarked;
