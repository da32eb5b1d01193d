package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.CommitLogContract;

final class PostgresLogTest implements CommitLogContract {
    private static final String STORE = PostgresUnderTest.newStore(3);

    @Override
    public CommitLog open() {
        return PostgresUnderTest.open(STORE);
    }
}
