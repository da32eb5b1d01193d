package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.LeaningContract;
import dev.holdfast.testkit.engine.MonitoringContract;

/** {@link NatsEngineTest} has all suites. */
final class NatsStatesTest implements LeaningContract, MonitoringContract {
    private final String address = LocalServer.newStore();

    @Override
    public CommitLog open() {
        return NatsStore.open(address);
    }
}
