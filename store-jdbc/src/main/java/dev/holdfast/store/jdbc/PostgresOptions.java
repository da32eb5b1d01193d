package dev.holdfast.store.jdbc;

import java.time.Duration;

/**
 * How a client of a PostgreSQL store behaves.
 *
 * @param writers the most connections that change the store at once, at least 1
 * @param readers the most connections that read at once, at least 1
 * @param connectTimeout how long to wait for a connection
 * @param statementTimeout how long the server works on one statement
 * @param lockTimeout how long a statement waits for locks of others
 * @param idleTransactionTimeout how long the server keeps a transaction, and its locks, of a client that says nothing
 * @param answerTimeout how long to wait for an answer of the server, more than {@code statementTimeout}
 * @param poll how long a reader of the feed waits before it looks again, while notifications arrive
 */
public record PostgresOptions(
        int writers,
        int readers,
        Duration connectTimeout,
        Duration statementTimeout,
        Duration lockTimeout,
        Duration idleTransactionTimeout,
        Duration answerTimeout,
        Duration poll) {
    /** Defaults that suit a server: at most nine connections, one of them to listen. */
    public static final PostgresOptions DEFAULT = new PostgresOptions(
            4,
            4,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1));

    public PostgresOptions {
        if (writers < 1 || readers < 1) {
            throw new IllegalArgumentException("a store needs a connection to write with and one to read with");
        }
    }

    /** The same with other numbers of connections: to write with, and to read with. */
    public PostgresOptions withConnections(int toWrite, int toRead) {
        return new PostgresOptions(
                toWrite,
                toRead,
                connectTimeout,
                statementTimeout,
                lockTimeout,
                idleTransactionTimeout,
                answerTimeout,
                poll);
    }

    /** The same with other waits: for a connection, for a statement, for locks, and for an answer. */
    public PostgresOptions withTimeouts(Duration connect, Duration statement, Duration lock, Duration answer) {
        return new PostgresOptions(writers, readers, connect, statement, lock, idleTransactionTimeout, answer, poll);
    }

    /** The same with another wait between two looks at the feed. */
    public PostgresOptions withPoll(Duration wait) {
        return new PostgresOptions(
                writers,
                readers,
                connectTimeout,
                statementTimeout,
                lockTimeout,
                idleTransactionTimeout,
                answerTimeout,
                wait);
    }
}
