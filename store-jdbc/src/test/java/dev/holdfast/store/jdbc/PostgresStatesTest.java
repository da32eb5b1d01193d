package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.LeaningContract;

/** {@link PostgresEngineTest} has all suites. */
final class PostgresStatesTest implements LeaningContract {
    /** Shared by all tests: to make the tables of a store takes longer than most of them. */
    private static final String STORE = PostgresUnderTest.newStore(3);

    @Override
    public CommitLog open() {
        return PostgresUnderTest.open(STORE);
    }
}
