package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Opens connections to the database of a store, with the settings that the store relies on. Whatever the user's or the
 * database's defaults are, a commit waits for the disk.
 */
final class PostgresConnector {
    private final PostgresAddress address;
    private final PostgresOptions options;

    PostgresConnector(PostgresAddress address, PostgresOptions options) {
        this.address = address;
        this.options = options;
    }

    /** Reads an address with the options of the driver. */
    static PostgresAddress address(String address) {
        return PostgresAddress.parse(address, name -> PGProperty.forName(name) != null);
    }

    PostgresAddress address() {
        return address;
    }

    PostgresOptions options() {
        return options;
    }

    /** A connection outside of any pool. */
    Connection connect() throws SQLException {
        Connection connection = new Driver().connect(address.url(), properties());
        if (connection == null) {
            throw StoreUnavailableException.unusable(
                    "the address of the database cannot be read: write postgresql://HOST:PORT/DATABASE");
        }
        boolean done = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings());
            done = true;
            return connection;
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    /** What the driver is given: the user's options, and ours where there are none. */
    Properties properties() {
        Properties properties = address.properties();
        putIfAbsent(properties, PGProperty.CONNECT_TIMEOUT, seconds(options.connectTimeout()));
        putIfAbsent(properties, PGProperty.LOGIN_TIMEOUT, seconds(options.connectTimeout()));
        putIfAbsent(properties, PGProperty.SOCKET_TIMEOUT, seconds(options.answerTimeout()));
        putIfAbsent(properties, PGProperty.TCP_KEEP_ALIVE, "true");
        putIfAbsent(properties, PGProperty.REWRITE_BATCHED_INSERTS, "true");
        putIfAbsent(properties, PGProperty.APPLICATION_NAME, "holdfast");
        // An error of the server may quote a row; what it says is shown to people.
        putIfAbsent(properties, PGProperty.LOG_SERVER_ERROR_DETAIL, "false");
        return properties;
    }

    private static void putIfAbsent(Properties properties, PGProperty property, String value) {
        properties.putIfAbsent(property.getName(), value);
    }

    private static String seconds(Duration time) {
        return Long.toString(Math.max(1, time.toSeconds()));
    }

    /** The statement that makes the settings of a connection. */
    String settings() {
        return "select set_config('search_path', '\"" + address.schema() + "\"', false), "
                + "set_config('synchronous_commit', case current_setting('synchronous_commit')"
                + " when 'remote_apply' then 'remote_apply' else 'on' end, false), "
                + setting("statement_timeout", options.statementTimeout()) + ", "
                + setting("lock_timeout", options.lockTimeout()) + ", "
                + setting("idle_in_transaction_session_timeout", options.idleTransactionTimeout());
    }

    private static String setting(String name, Duration time) {
        return "set_config('" + name + "', '" + time.toMillis() + "', false)";
    }

    /**
     * The same for a connection of the pool, which may be opened much later than the store: it fails if the server is
     * by now another, a standby, or one that keeps less.
     *
     * @param store the identity of the store
     * @param promised what was promised when it was opened
     */
    String settingsAndChecks(String store, Durability promised) {
        return settings() + "; do $check$ begin if pg_is_in_recovery() then raise exception 'the server is a standby';"
                + " elsif (select id from store) is distinct from '" + store
                + "' then raise exception 'the database holds another store';"
                + atLeast(promised, Durability.LOCAL, "fsync", "on")
                + atLeast(promised, Durability.LOCAL, "full_page_writes", "on")
                + atLeast(promised, Durability.QUORUM, "synchronous_standby_names", null)
                + " end if; end $check$";
    }

    private static String atLeast(Durability promised, Durability needs, String setting, @Nullable String value) {
        String wrong = value == null ? "= ''" : "<> '" + value + "'";
        return promised.compareTo(needs) < 0
                ? ""
                : " elsif current_setting('" + setting + "') " + wrong + " then raise exception '" + setting
                        + " was changed, so that less is durable than was promised; open the store again';";
    }
}
