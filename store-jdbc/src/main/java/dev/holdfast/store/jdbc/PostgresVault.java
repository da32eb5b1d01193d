package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A vault in a schema of a PostgreSQL database, which should be another than that of the store, with backups of its
 * own. What is destroyed is gone from the tables at once, and from the files of the database when the server has
 * vacuumed; older backups, standbys and the write-ahead log keep it for as long as they are kept. Safe for use by many
 * threads.
 */
public final class PostgresVault implements KeyVault {
    private static final PostgresMigrations TABLES =
            new PostgresMigrations("vault", List.of(PostgresMigrations.resource("postgres-vault-1.sql")));

    private final PostgresPool pool;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PostgresVault(PostgresPool pool) {
        this.pool = pool;
    }

    /**
     * Opens a vault, creating schema and tables if they are missing.
     *
     * @param address as for {@link PostgresStore#open(String)}, without {@code shards}
     * @throws StoreUnavailableException if the vault cannot be used, saying why
     */
    public static KeyVault open(String address) {
        Drivers.POSTGRES.require();
        PostgresConnector connector = new PostgresConnector(
                PostgresConnector.address(address), PostgresOptions.DEFAULT.withConnections(1, 1));
        try (Connection connection = connector.connect()) {
            PostgresServer.ask(connection);
            TABLES.apply(connection, connector.address().schema(), first -> {});
        } catch (SQLException e) {
            throw PostgresError.unavailable("opening the vault", e);
        }
        return new PostgresVault(new PostgresPool(connector, connector.settings()));
    }

    @Override
    public Optional<VaultHead> head() {
        requireOpen();
        return pool.read(connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("select id, store, generation, master_key, root from head");
                    ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new VaultHead(
                                row.getString(1),
                                row.getString(2),
                                row.getInt(3),
                                row.getString(4),
                                LogRows.bytes(row, 5)))
                        : Optional.empty();
            }
        });
    }

    @Override
    public boolean replaceHead(@Nullable VaultHead expected, VaultHead next) {
        requireOpen();
        return pool.changeOrFail(connection -> {
            String sql = expected == null
                    ? "insert into head (id, store, generation, master_key, root) values (?, ?, ?, ?, ?)"
                            + " on conflict do nothing"
                    : "update head set (id, store, generation, master_key, root) = (?, ?, ?, ?, ?)"
                            + " where (id, store, generation, master_key, root) = (?, ?, ?, ?, ?)";
            try (PreparedStatement change = connection.prepareStatement(sql)) {
                bind(change, 1, next);
                if (expected != null) {
                    bind(change, 6, expected);
                }
                return change.executeUpdate() > 0;
            }
        });
    }

    private static void bind(PreparedStatement statement, int first, VaultHead head) throws SQLException {
        statement.setString(first, head.id());
        statement.setString(first + 1, head.store());
        statement.setInt(first + 2, head.generation());
        statement.setString(first + 3, head.masterKey());
        statement.setBytes(first + 4, head.root().borrow());
    }

    @Override
    public List<WrappedKey> find(StateId state) {
        requireOpen();
        return pool.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select id, generation, since, wrapped from key where state = ? order by number")) {
                select.setString(1, state.value());
                List<WrappedKey> keys = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        Bytes wrapped = LogRows.bytes(rows, 4);
                        keys.add(new WrappedKey(state, rows.getString(1), rows.getInt(2), rows.getLong(3), wrapped));
                    }
                }
                return keys;
            }
        });
    }

    @Override
    public void put(List<WrappedKey> keys) {
        requireOpen();
        pool.changeOrFail(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("insert into key (state, id, generation, since,"
                    + " wrapped) values (?, ?, ?, ?, ?) on conflict do nothing")) {
                for (WrappedKey key : keys) {
                    insert.setString(1, key.state().value());
                    insert.setString(2, key.id());
                    insert.setInt(3, key.generation());
                    insert.setLong(4, key.from());
                    insert.setBytes(5, key.wrapped().borrow());
                    insert.addBatch();
                }
                insert.executeBatch();
                return true;
            }
        });
    }

    @Override
    public void destroy(StateId state) {
        requireOpen();
        boolean destroyed = pool.changeOrFail(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("delete from key where state = ?")) {
                delete.setString(1, state.value());
                return delete.executeUpdate() > 0;
            }
        });
        if (destroyed) {
            pool.vacuum("key");
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pool.close();
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw StoreUnavailableException.closed();
        }
    }

    @Override
    public String toString() {
        return "PostgresVault";
    }
}
