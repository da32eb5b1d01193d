package dev.holdfast.testkit.model;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.testkit.EncryptedFixture;

final class EncryptedMemoryModelTest implements StateModelContract, EncryptedFixture {
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

    /** Names and labels are sealed too, which must change nothing for those who use them. */
    @Override
    public Holdfast.Builder engine(CommitLog log) {
        return EncryptedFixture.super.engine(log).sealedNames();
    }
}
