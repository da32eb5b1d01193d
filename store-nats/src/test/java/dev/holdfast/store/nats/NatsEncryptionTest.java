package dev.holdfast.store.nats;

import dev.holdfast.engine.local.VaultFile;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.testkit.custody.EncryptionContract;
import dev.holdfast.testkit.custody.SecretStates;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The vault is a file elsewhere; what is stored is all that the server has of the store. */
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
        return VaultFile.beside(folder.resolve("keys"));
    }

    @Override
    public List<byte[]> everythingStored() {
        return Stream.concat(SecretStates.files(store.folder()).stream(), SecretStates.files(folder).stream())
                .toList();
    }
}
