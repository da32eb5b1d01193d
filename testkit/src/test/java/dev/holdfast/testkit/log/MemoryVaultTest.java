package dev.holdfast.testkit.log;

import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.engine.spi.KeyVault;

final class MemoryVaultTest implements KeyVaultContract {
    private final MemoryVault.Content content = new MemoryVault.Content();

    @Override
    public KeyVault openVault() {
        return MemoryVault.open(content);
    }
}
