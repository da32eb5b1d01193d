package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.LeaningContract;

/** {@link RedisEngineTest} has all suites. */
final class RedisStatesTest implements LeaningContract {
    private final String address = RedisProcess.shared().newStore();

    @Override
    public CommitLog open() {
        return RedisStore.open(address);
    }
}
