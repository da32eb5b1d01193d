package dev.holdfast.testkit.model;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.ShardedMemory;

final class ShardedModelTest implements StateModelContract {
    private final ShardedMemory storage = new ShardedMemory(4);

    @Override
    public CommitLog open() {
        return storage.client();
    }
}
