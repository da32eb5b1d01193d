package dev.holdfast.testkit.engine;

import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.testkit.custody.TamperingContract;

final class MemoryTamperingTest implements TamperingContract {
    private final MemoryStorage storage = new MemoryStorage();
    private final MemoryVault.Content keys = new MemoryVault.Content();

    @Override
    public CommitLog open() {
        return MemoryLog.open(storage);
    }

    @Override
    public KeyVault vault() {
        return MemoryVault.open(keys);
    }
}
