package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.RulesContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Machines and workflows. */
@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class RedisRulesTest implements RulesContract {
    private final String address = RedisProcess.shared().newStore();

    @Override
    public CommitLog open() {
        return RedisStore.open(address);
    }
}
