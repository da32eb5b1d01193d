package dev.holdfast.testkit.log;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.ShardedMemory;

final class ShardedLogTest implements CommitLogContract {
    private final ShardedMemory storage = new ShardedMemory(4);

    @Override
    public CommitLog open() {
        return storage.client();
    }
}
