package dev.holdfast.testkit.log;

import dev.holdfast.engine.local.VaultFile;
import dev.holdfast.engine.spi.KeyVault;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class VaultFileTest implements KeyVaultContract {
    @TempDir
    private Path folder;

    @Override
    public KeyVault openVault() {
        return VaultFile.open(folder.resolve("new").resolve("store-vault"));
    }
}
