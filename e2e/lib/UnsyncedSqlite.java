package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StoreProvider;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * SQLite that never syncs, as {@code unsynced-sqlite:PATH}: a power cut must destroy its data, or the check that cuts
 * the power proves nothing. The product offers no such store, so this class is added to its class path.
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
