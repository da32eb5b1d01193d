package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.rules.HoldfastRules;
import dev.holdfast.testkit.model.StateModelContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class PostgresModelTest implements StateModelContract {
    /** Of one shard: the model lists states by their ids, and the engine shard by shard. */
    private final String store = PostgresUnderTest.newStore(1);

    @Override
    public CommitLog open() {
        return PostgresUnderTest.open(store);
    }

    @Override
    public RuleCompiler rules() {
        return new HoldfastRules();
    }
}
