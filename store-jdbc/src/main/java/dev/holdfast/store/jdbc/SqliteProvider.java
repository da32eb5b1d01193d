package dev.holdfast.store.jdbc;

import dev.holdfast.engine.local.PathAddress;
import dev.holdfast.engine.local.VaultFile;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StoreProvider;

/** Opens {@code sqlite:PATH}. */
public final class SqliteProvider implements StoreProvider {
    private static final PathAddress ADDRESS = new PathAddress("sqlite", "sqlite:PATH");

    /** Called by {@link java.util.ServiceLoader}. */
    public SqliteProvider() {}

    @Override
    public boolean supports(String scheme) {
        return ADDRESS.scheme().equals(scheme);
    }

    @Override
    public CommitLog open(String address) {
        return SqliteStore.open(ADDRESS.path(address));
    }

    /** Beside the store, under its name and {@code -vault}. */
    @Override
    public KeyVault openVault(String address) {
        return VaultFile.beside(ADDRESS.path(address));
    }
}
