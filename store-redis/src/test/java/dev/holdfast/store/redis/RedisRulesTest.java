package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.RulesContract;

final class RedisRulesTest implements RulesContract {
    private final String address = RedisProcess.shared().newStore();

    @Override
    public CommitLog open() {
        return RedisStore.open(address);
    }
}
