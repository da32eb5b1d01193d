package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.CommitLogContract;

final class NatsLogTest implements CommitLogContract {
    private final String address = LocalServer.newStore();

    @Override
    public CommitLog open() {
        return NatsStore.open(address);
    }
}
