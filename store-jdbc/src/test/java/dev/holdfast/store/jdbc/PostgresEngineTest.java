package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.EngineContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** All suites of an engine; {@link PostgresStatesTest} runs those of a usual build. */
@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class PostgresEngineTest implements EngineContract {
    /** Shared by all tests: to make the tables of a store takes longer than most of them. */
    private static final String STORE = PostgresUnderTest.newStore(3);

    @Override
    public CommitLog open() {
        return PostgresUnderTest.open(STORE);
    }
}
