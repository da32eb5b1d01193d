package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.CompactingContract;
import dev.holdfast.testkit.engine.EndingContract;
import dev.holdfast.testkit.engine.FollowingContract;
import dev.holdfast.testkit.engine.LongLogContract;
import dev.holdfast.testkit.engine.OpeningContract;
import dev.holdfast.testkit.engine.RegistersContract;
import dev.holdfast.testkit.engine.RetryingContract;
import dev.holdfast.testkit.engine.TimerThreadContract;
import dev.holdfast.testkit.engine.VerifyingContract;

/** The suites of an engine that lean on its store most. {@link PostgresEngineTest} has all. */
final class PostgresStatesTest
        implements OpeningContract,
                EndingContract,
                RetryingContract,
                CompactingContract,
                LongLogContract,
                FollowingContract,
                RegistersContract,
                TimerThreadContract,
                VerifyingContract {
    /** Shared by all tests: to make the tables of a store takes longer than most of them. */
    private static final String STORE = PostgresUnderTest.newStore(3);

    @Override
    public CommitLog open() {
        return PostgresUnderTest.open(STORE);
    }
}
