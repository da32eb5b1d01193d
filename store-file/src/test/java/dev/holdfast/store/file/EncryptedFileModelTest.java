package dev.holdfast.store.file;

import dev.holdfast.engine.local.VaultFile;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.testkit.EncryptedFixture;
import dev.holdfast.testkit.model.StateModelContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EncryptedFileModelTest implements StateModelContract, EncryptedFixture {
    @TempDir
    private Path folder;

    @Override
    public CommitLog open() {
        return FileStore.open(folder.resolve("store"));
    }

    @Override
    public KeyVault vault() {
        return VaultFile.beside(folder.resolve("store"));
    }
}
