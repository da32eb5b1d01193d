package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/**
 * Stores in a schema of a PostgreSQL database. Any number of clients on any number of machines share one. Needs the
 * driver, {@code org.postgresql:postgresql}, and {@code com.zaxxer:HikariCP} on the class path.
 */
public final class PostgresStore {
    private static final int MAX_COMMIT_BYTES = 8 << 20;

    private static final PostgresMigrations TABLES =
            new PostgresMigrations("store", List.of(PostgresMigrations.resource("postgres-1.sql")));

    private PostgresStore() {}

    /**
     * Opens a store, creating schema and tables if they are missing.
     *
     * @param address {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE?OPTION=VALUE}, or {@code jdbc:postgresql:…};
     *     never quoted in a message
     * @throws StoreUnavailableException if the store cannot be used, saying why
     */
    public static CommitLog open(String address) {
        return open(address, PostgresOptions.DEFAULT);
    }

    /**
     * Opens a store, creating schema and tables if they are missing.
     *
     * @param address as for {@link #open(String)}
     * @throws StoreUnavailableException if the store cannot be used, saying why
     */
    public static CommitLog open(String address, PostgresOptions options) {
        Drivers.POSTGRES.require();
        return open(new PostgresConnector(PostgresConnector.address(address), options), TABLES);
    }

    /** What can be told of a store before it is opened. */
    static Examination examine(String address) {
        return PostgresExamination.of(address, TABLES);
    }

    static CommitLog open(PostgresConnector connector, PostgresMigrations tables) {
        StoreInfo info = prepare(connector, tables);
        PostgresPool pool = new PostgresPool(connector, connector.settingsAndChecks(info.id(), info.durability()));
        PostgresNews news = new PostgresNews(connector, info.id(), pool);
        news.start();
        return new PostgresLog(info, pool, news);
    }

    private static StoreInfo prepare(PostgresConnector connector, PostgresMigrations tables) {
        PostgresAddress address = connector.address();
        try (Connection connection = connector.connect()) {
            PostgresServer server = PostgresServer.ask(connection);
            tables.apply(connection, address.schema(), first -> create(first, address.shards()));
            return info(connection, tables.newest(), server);
        } catch (SQLException e) {
            throw PostgresError.unavailable("opening " + address.place(), e);
        }
    }

    private static void create(Connection connection, int shards) throws SQLException {
        try (PreparedStatement store =
                        connection.prepareStatement("insert into store (id, format, shards) values (?, 1, ?)");
                PreparedStatement shard = connection.prepareStatement(
                        "insert into shard (id, position, removed) select n, 0, 0 from generate_series(0, ? - 1) n")) {
            store.setString(1, UUID.randomUUID().toString());
            store.setInt(2, shards);
            store.executeUpdate();
            shard.setInt(1, shards);
            shard.executeUpdate();
        }
    }

    private static StoreInfo info(Connection connection, int format, PostgresServer server) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select id, shards from store")) {
            if (!row.next()) {
                throw StoreUnavailableException.unusable("the table of the store's identity is empty");
            }
            Durability durability = server.durability();
            return new StoreInfo(
                    row.getString(1),
                    format,
                    row.getInt(2),
                    MAX_COMMIT_BYTES,
                    durability,
                    server.evidence(),
                    List.of(),
                    "database");
        }
    }
}
