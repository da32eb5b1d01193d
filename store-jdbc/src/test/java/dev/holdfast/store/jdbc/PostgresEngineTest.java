package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.EngineContract;

final class PostgresEngineTest implements EngineContract {
    private final String store = PostgresUnderTest.newStore(3);

    @Override
    public CommitLog open() {
        return PostgresUnderTest.open(store);
    }
}
