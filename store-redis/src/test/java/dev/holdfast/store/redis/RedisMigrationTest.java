package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.MigrationContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class RedisMigrationTest implements MigrationContract {
    private final String address = RedisProcess.shared().newStore();

    @Override
    public CommitLog store(String name) {
        return RedisStore.open(address + "-" + name);
    }
}
