package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.sql.SQLException;

/** The errors of SQLite that are handled differently, by their primary result codes (sqlite.org/rescode.html). */
enum SqliteError {
    /** Locked by another connection for longer than we wait (SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL). */
    BUSY,
    /** The disk or the allowed size is full (SQLITE_FULL). */
    FULL,
    /** Not a database (SQLITE_NOTADB). */
    NO_DATABASE,
    /** The general error, which a rollback reports only when there is nothing to roll back (SQLITE_ERROR). */
    NO_TRANSACTION,
    /** Anything else. */
    OTHER;

    static SqliteError of(SQLException e) {
        return switch (e.getErrorCode() & 0xff) {
            case 1 -> NO_TRANSACTION;
            case 5, 6, 15 -> BUSY;
            case 13 -> FULL;
            case 26 -> NO_DATABASE;
            default -> OTHER;
        };
    }

    /** The exception for callers of the store, given what failed. */
    static StoreUnavailableException unavailable(String what, SQLException e) {
        return of(e) == BUSY
                ? StoreUnavailableException.busy("the database")
                : StoreUnavailableException.failed(what, e);
    }
}
