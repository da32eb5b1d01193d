package dev.holdfast.store.file;

import dev.holdfast.engine.local.VaultFile;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.testkit.custody.EncryptionContract;
import dev.holdfast.testkit.custody.SecretStates;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class FileEncryptionTest implements EncryptionContract {
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

    @Override
    public List<byte[]> everythingStored() {
        return SecretStates.files(folder);
    }
}
