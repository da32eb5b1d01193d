package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.RulesContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Machines and workflows. */
@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class NatsRulesTest implements RulesContract {
    private final String address = LocalServer.newStore();

    @Override
    public CommitLog open() {
        return NatsStore.open(address);
    }
}
