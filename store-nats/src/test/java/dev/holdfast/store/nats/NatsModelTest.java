package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.rules.HoldfastRules;
import dev.holdfast.testkit.model.StateModelContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class NatsModelTest implements StateModelContract {
    private final String address = LocalServer.newStore();

    @Override
    public CommitLog open() {
        return NatsStore.open(address);
    }

    @Override
    public RuleCompiler rules() {
        return new HoldfastRules();
    }
}
