package dev.holdfast.testkit.model;

import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;

final class MemoryModelTest implements StateModelContract {
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    public CommitLog open() {
        return MemoryLog.open(storage);
    }
}
