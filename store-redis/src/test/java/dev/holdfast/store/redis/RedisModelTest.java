package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.rules.HoldfastRules;
import dev.holdfast.testkit.model.StateModelContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class RedisModelTest implements StateModelContract {
    private final String address = RedisProcess.shared().newStore();

    @Override
    public CommitLog open() {
        return RedisStore.open(address);
    }

    @Override
    public RuleCompiler rules() {
        return new HoldfastRules();
    }
}
