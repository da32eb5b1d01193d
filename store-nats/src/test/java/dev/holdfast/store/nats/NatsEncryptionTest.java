package dev.holdfast.store.nats;

import dev.holdfast.engine.local.VaultFile;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.testkit.custody.EncryptionContract;
import dev.holdfast.testkit.custody.SecretStates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class NatsEncryptionTest implements EncryptionContract {
    private final LocalServer.NewStore store = LocalServer.newStore(1);

    @TempDir
    private Path folder;

    @Override
    public CommitLog open() {
        return NatsStore.open(store.address());
    }

    @Override
    public KeyVault vault() {
        return VaultFile.beside(folder.resolve("store"));
    }

    @Override
    public List<byte[]> everythingStored() {
        List<byte[]> everything = new ArrayList<>(SecretStates.files(folder));
        everything.addAll(SecretStates.files(store.folder()));
        return everything;
    }
}
