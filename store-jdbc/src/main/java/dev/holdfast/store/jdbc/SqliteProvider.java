package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StoreProvider;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens {@code sqlite:PATH}. */
public final class SqliteProvider implements StoreProvider {
    private static final String PREFIX = "sqlite:";

    /** Called by {@link java.util.ServiceLoader}. */
    public SqliteProvider() {}

    @Override
    public boolean supports(String scheme) {
        return PREFIX.equals(scheme + ":");
    }

    @Override
    public CommitLog open(String address) {
        String path = address.substring(PREFIX.length());
        if (path.isEmpty()) {
            throw StoreUnavailableException.unusable("write sqlite:PATH; the path of the database file is missing");
        }
        try {
            return SqliteStore.open(Path.of(path));
        } catch (InvalidPathException e) {
            throw StoreUnavailableException.unusable("there can be no file " + path + ": " + e.getReason());
        }
    }
}
