package dev.holdfast.store.nats;

import dev.holdfast.engine.local.VaultFile;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.testkit.EncryptedFixture;
import dev.holdfast.testkit.model.StateModelContract;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class EncryptedNatsModelTest implements StateModelContract, EncryptedFixture {
    private final String address = LocalServer.newStore();

    @TempDir
    private Path folder;

    @Override
    public CommitLog open() {
        return NatsStore.open(address);
    }

    @Override
    public KeyVault vault() {
        return VaultFile.beside(folder.resolve("store"));
    }
}
