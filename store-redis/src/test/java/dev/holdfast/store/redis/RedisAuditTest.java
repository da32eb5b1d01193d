package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.AuditContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class RedisAuditTest implements AuditContract {
    private final String address = RedisProcess.shared().newStore();

    @Override
    public CommitLog open() {
        return RedisStore.open(address);
    }

    @Override
    public CommitLog openAudit() {
        return RedisStore.open(address + "-audit");
    }
}
