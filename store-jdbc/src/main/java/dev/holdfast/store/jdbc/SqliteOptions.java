package dev.holdfast.store.jdbc;

import java.time.Duration;

/**
 * How a client of a SQLite store behaves.
 *
 * @param turnTimeout how long to wait for the turn to write while other clients hold it
 * @param busyTimeout how long to wait for a lock of a program that takes no turns, such as a database shell
 * @param readers connections to read with, at least 1
 */
public record SqliteOptions(Duration turnTimeout, Duration busyTimeout, int readers) {
    /** Defaults that suit a server or a command line. */
    public static final SqliteOptions DEFAULT = new SqliteOptions(Duration.ofSeconds(10), Duration.ofSeconds(5), 2);

    public SqliteOptions {
        if (readers < 1) {
            throw new IllegalArgumentException("a store needs a connection to read with");
        }
    }

    /** The same with another wait for the turn. */
    public SqliteOptions withTurnTimeout(Duration timeout) {
        return new SqliteOptions(timeout, busyTimeout, readers);
    }

    /** The same with another wait for a locked database. */
    public SqliteOptions withBusyTimeout(Duration timeout) {
        return new SqliteOptions(turnTimeout, timeout, readers);
    }
}
