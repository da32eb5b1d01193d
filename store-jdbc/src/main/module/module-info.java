/** A store in an SQLite database. */
module dev.holdfast.store.jdbc {
    requires transitive dev.holdfast.engine;
    requires static transitive org.jspecify;
    requires java.sql;

    exports dev.holdfast.store.jdbc;

    provides dev.holdfast.engine.spi.StoreProvider with
            dev.holdfast.store.jdbc.SqliteProvider;
}
