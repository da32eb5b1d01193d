package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.AuditContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class NatsAuditTest implements AuditContract {
    private final String address = LocalServer.newStore();
    private final String audit = LocalServer.newStore();

    @Override
    public CommitLog open() {
        return NatsStore.open(address);
    }

    @Override
    public CommitLog openAudit() {
        return NatsStore.open(audit);
    }
}
