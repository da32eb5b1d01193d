package dev.holdfast.store.jdbc;

import dev.holdfast.engine.local.VaultFile;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.testkit.custody.EncryptionContract;
import dev.holdfast.testkit.custody.SecretStates;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class SqliteEncryptionTest implements EncryptionContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog open() {
        return SqliteStore.open(folder.resolve("state.db"));
    }

    @Override
    public KeyVault vault() {
        return VaultFile.beside(folder.resolve("state.db"));
    }

    @Override
    public List<byte[]> everythingStored() {
        return SecretStates.files(folder);
    }
}
