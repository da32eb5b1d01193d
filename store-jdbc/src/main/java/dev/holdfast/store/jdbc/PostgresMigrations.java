package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/**
 * Brings the tables in a schema to the version of this program, in one transaction. Which version they have stands in
 * the table {@code holdfast_schema}. Any number of programs may start at once: the first does it, the others wait.
 */
final class PostgresMigrations {
    private final String kind;
    private final List<String> scripts;

    /**
     * @param kind what the tables are, which is written beside their version, so that a store is not taken for a vault
     * @param scripts the SQL that leads from each version to the next, the first from nothing
     */
    PostgresMigrations(String kind, List<String> scripts) {
        this.kind = kind;
        this.scripts = List.copyOf(scripts);
    }

    /** A script that is kept beside this class. */
    static String resource(String name) {
        try (InputStream script = Objects.requireNonNull(PostgresMigrations.class.getResourceAsStream(name), name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version that this program reads and writes. */
    int newest() {
        return scripts.size();
    }

    /** Further work in the transaction of a migration. */
    interface First {
        void run(Connection connection) throws SQLException;
    }

    /**
     * Migrates if that is needed.
     *
     * @param first run when tables were made where there were none
     * @throws StoreUnavailableException if the tables are those of a newer version, or of something else
     */
    void apply(Connection connection, String schema, First first) throws SQLException {
        if (version(connection, schema) == newest()) {
            return;
        }
        connection.setAutoCommit(false);
        try {
            migrate(connection, schema, first);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void migrate(Connection connection, String schema, First first) throws SQLException {
        try (PreparedStatement lock =
                        connection.prepareStatement("select pg_advisory_xact_lock(hashtext('holdfast'), hashtext(?))");
                Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = 0");
            lock.setString(1, schema);
            lock.execute();
            int found = version(connection, schema);
            if (found == 0) {
                statement.execute("create schema if not exists \"" + schema + "\"");
                statement.execute("create table holdfast_schema (version integer primary key, kind text not null,"
                        + " at timestamptz not null default now())");
            }
            for (int version = found; version < newest(); version++) {
                statement.execute(scripts.get(version));
                statement.execute(
                        "insert into holdfast_schema (version, kind) values (" + (version + 1) + ", '" + kind + "')");
            }
            if (found == 0) {
                first.run(connection);
            }
        }
    }

    /**
     * The version of the tables; 0 if there are none. They are looked for in the catalogue: {@code to_regclass} would
     * go by what the server remembers from the beginning of the transaction, before it waited for the lock.
     */
    int version(Connection connection, String schema) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
            select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relname = 'holdfast_schema'\
            """);
                Statement statement = connection.createStatement()) {
            select.setString(1, schema);
            if (!hasRow(select.executeQuery())) {
                return 0;
            }
            try (ResultSet row = statement.executeQuery(
                    "select version, kind from \"" + schema + "\".holdfast_schema order by version desc limit 1")) {
                return row.next() ? checked(row.getInt(1), row.getString(2)) : 0;
            }
        }
    }

    private int checked(int version, String found) {
        if (!found.equals(kind)) {
            throw StoreUnavailableException.unusable(
                    "the schema holds a " + found + ", not a " + kind + "; name another by currentSchema");
        } else if (version > newest()) {
            throw StoreUnavailableException.newerFormat("the " + kind, version, newest());
        }
        return version;
    }

    private static boolean hasRow(ResultSet rows) throws SQLException {
        try (rows) {
            return rows.next();
        }
    }
}
