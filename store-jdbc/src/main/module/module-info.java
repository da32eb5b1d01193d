/** Stores in an SQLite database, and in PostgreSQL. */
module dev.holdfast.store.jdbc {
    requires transitive dev.holdfast.engine;
    requires static com.zaxxer.hikari;
    requires static transitive org.jspecify;
    requires static org.postgresql.jdbc;
    requires java.sql;

    exports dev.holdfast.store.jdbc;

    provides dev.holdfast.engine.spi.StoreProvider with
            dev.holdfast.store.jdbc.PostgresProvider,
            dev.holdfast.store.jdbc.SqliteProvider;
}
