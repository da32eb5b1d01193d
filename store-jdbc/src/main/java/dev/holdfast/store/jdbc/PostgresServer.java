package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a server says of itself: whether a store may be on it, and what a commit survives.
 *
 * @param version such as {@code 18.6}
 * @param fsync whether it waits for the disk
 * @param fullPages whether a page that was half written at a power loss can be repaired
 * @param commit the level at which commits are acknowledged
 * @param standbys the synchronous standbys; empty if there are none
 */
record PostgresServer(String version, boolean fsync, boolean fullPages, String commit, String standbys) {
    private static final int OLDEST = 14;
    private static final int MAJOR = 10_000;

    /**
     * Asks a server, on a connection whose settings are made.
     *
     * @throws StoreUnavailableException if a store must not be on it
     */
    static PostgresServer ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                    select version(), current_setting('server_version_num')::integer, pg_is_in_recovery(),
                    current_setting('transaction_read_only'), current_setting('server_encoding'),
                    current_setting('server_version'), current_setting('fsync'), current_setting('full_page_writes'),
                    current_setting('synchronous_commit'), current_setting('synchronous_standby_names')\
                    """)) {
            row.next();
            requireSuitable(row);
            return new PostgresServer(
                    row.getString(6).split(" ", 2)[0],
                    row.getString(7).equals("on"),
                    row.getString(8).equals("on"),
                    row.getString(9),
                    row.getString(10));
        }
    }

    private static void requireSuitable(ResultSet row) throws SQLException {
        String product = row.getString(1);
        if (!product.startsWith("PostgreSQL ") || product.contains("-YB-") || product.contains("Cockroach")) {
            throw StoreUnavailableException.unusable("the server is not PostgreSQL, but only speaks its protocol: it"
                    + " locks rows and orders commits in its own way");
        } else if (row.getInt(2) < OLDEST * MAJOR) {
            throw StoreUnavailableException.unusable(
                    "PostgreSQL " + row.getString(6) + " is too old; " + OLDEST + " or newer is needed");
        } else if (row.getBoolean(3)) {
            throw StoreUnavailableException.unusable("the server is a standby; give the address of the primary, or of"
                    + " both with targetServerType=primary");
        } else if (row.getString(4).equals("on")) {
            throw StoreUnavailableException.unusable(
                    "the server only lets this user read; see" + " default_transaction_read_only");
        } else if (!row.getString(5).equals("UTF8")) {
            throw StoreUnavailableException.unusable(
                    "the database has the encoding " + row.getString(5) + "; create one with UTF8");
        }
    }

    /** What a commit survives once it is acknowledged. */
    Durability durability() {
        if (!fsync || !fullPages) {
            return Durability.PROCESS;
        }
        return standbys.isBlank() ? Durability.LOCAL : Durability.QUORUM;
    }

    /** Why. */
    String evidence() {
        return "PostgreSQL " + version + ", fsync=" + onOff(fsync) + ", full_page_writes=" + onOff(fullPages)
                + ", synchronous_commit=" + commit + ", synchronous_standby_names="
                + (standbys.isBlank() ? "none" : standbys);
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}
