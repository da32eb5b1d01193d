package dev.holdfast.testkit.engine;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.ShardedMemory;

final class ShardedEngineTest implements EngineContract {
    private final ShardedMemory storage = new ShardedMemory(4);

    @Override
    public CommitLog open() {
        return storage.client();
    }
}
