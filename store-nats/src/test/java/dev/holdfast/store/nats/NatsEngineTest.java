package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.EngineContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** All suites of an engine; {@link NatsStatesTest} runs those of a usual build. */
@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class NatsEngineTest implements EngineContract {
    private final String address = LocalServer.newStore();

    @Override
    public CommitLog open() {
        return NatsStore.open(address);
    }
}
