package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StoreProvider;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * SQLite that never syncs, as {@code unsynced-sqlite:PATH}: what a power cut must be seen to destroy, or the check that
 * cuts the power proves nothing. The product offers no such store, so this is put on its class path beside it.
 */
public final class UnsyncedSqlite implements StoreProvider {
    private static final String SCHEME = "unsynced-sqlite";

    @Override
    public boolean supports(String scheme) {
        return SCHEME.equals(scheme);
    }

    @Override
    public CommitLog open(String address) {
        Path file = Path.of(address.substring(SCHEME.length() + 1));
        return SqliteLog.open(file, new SqliteConnector(SqliteOptions.DEFAULT) {
            @Override
            Session openWriter(Path file) throws SQLException {
                Session session = super.openWriter(file);
                session.execute("pragma synchronous = off");
                return session;
            }
        });
    }
}
