package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.nio.file.Path;

/**
 * Stores in a SQLite file. Needs the library {@code org.xerial:sqlite-jdbc} on the class path. Any number of clients,
 * in one process or in many on one machine, share a file safely; not over a network file system. Beside the database
 * are SQLite's {@code -wal} and {@code -shm} and {@code -turn}, the lock that clients queue for. Do not delete or copy
 * these while a client is open.
 */
public final class SqliteStore {
    private SqliteStore() {}

    /**
     * Opens a store, creating file and folders, for the user alone, if they are missing.
     *
     * @throws StoreUnavailableException if the file cannot be used, saying why
     */
    public static CommitLog open(Path file) {
        return open(file, SqliteOptions.DEFAULT);
    }

    /**
     * Opens a store, creating file and folders, for the user alone, if they are missing.
     *
     * @throws StoreUnavailableException if the file cannot be used, saying why
     */
    public static CommitLog open(Path file, SqliteOptions options) {
        Drivers.SQLITE.require();
        return SqliteLog.open(file, new SqliteConnector(options));
    }
}
