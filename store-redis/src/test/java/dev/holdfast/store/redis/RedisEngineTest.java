package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.EngineContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** All suites of an engine; {@link RedisStatesTest} runs those of a usual build. */
@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class RedisEngineTest implements EngineContract {
    private final String address = RedisProcess.shared().newStore();

    @Override
    public CommitLog open() {
        return RedisStore.open(address);
    }
}
