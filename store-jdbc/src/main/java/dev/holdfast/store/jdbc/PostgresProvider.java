package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StoreProvider;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.List;

/** Opens {@code postgresql://HOST/DATABASE} and {@code jdbc:postgresql://HOST/DATABASE}. */
public final class PostgresProvider implements StoreProvider {
    /** A class of each library that is needed. */
    private static final List<String> NEEDED = List.of("org.postgresql.Driver", "com.zaxxer.hikari.HikariDataSource");

    /** Called by {@link java.util.ServiceLoader}. */
    public PostgresProvider() {}

    @Override
    public boolean supports(String scheme) {
        return PostgresAddress.supports(scheme);
    }

    @Override
    public CommitLog open(String address) {
        requireDriver(PostgresProvider.class.getClassLoader());
        return PostgresStore.open(address);
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

    /** @throws StoreUnavailableException if a library is missing, saying which to add */
    static void requireDriver(ClassLoader libraries) {
        for (String needed : NEEDED) {
            try {
                Class.forName(needed, false, libraries);
            } catch (ClassNotFoundException e) {
                throw StoreUnavailableException.unusable("a store in PostgreSQL needs the libraries"
                        + " org.postgresql:postgresql and com.zaxxer:HikariCP; add both to the class path");
            }
        }
    }
}
