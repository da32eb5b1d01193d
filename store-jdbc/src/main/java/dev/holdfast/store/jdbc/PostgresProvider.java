package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StoreProvider;
import dev.holdfast.engine.spi.StoreUnavailableException;

/** Opens {@code postgresql://HOST/DATABASE} and {@code jdbc:postgresql://HOST/DATABASE}. */
public final class PostgresProvider implements StoreProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public PostgresProvider() {}

    @Override
    public boolean supports(String scheme) {
        return PostgresAddress.supports(scheme);
    }

    @Override
    public CommitLog open(String address) {
        return PostgresStore.open(address);
    }

    @Override
    public Examination examine(String address) {
        return PostgresStore.examine(address);
    }

    /** In the same database, in a schema of its own. */
    @Override
    public String beside(String address) {
        return PostgresAddress.beside(address);
    }

    /** Beside the store, as for files, its backups would hold the keys too. */
    @Override
    public KeyVault openVault(String address) {
        throw StoreUnavailableException.unusable("say where the vault of this store is: a file, by --vault or"
                + " VaultFile.open, or another database, by PostgresVault.open; in the database of the store, its keys"
                + " would be in every copy of it");
    }
}
