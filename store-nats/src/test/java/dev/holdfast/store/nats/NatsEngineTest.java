package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.EngineContract;

final class NatsEngineTest implements EngineContract {
    private final String address = LocalServer.newStore();

    @Override
    public CommitLog open() {
        return NatsStore.open(address);
    }
}
