package dev.holdfast.store.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Work that talks to a database. */
@FunctionalInterface
interface SqlWork<T extends @Nullable Object> {
    T run() throws SQLException;
}
