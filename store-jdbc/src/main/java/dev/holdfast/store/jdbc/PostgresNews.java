package dev.holdfast.store.jdbc;

import dev.holdfast.engine.local.Wakeups;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Tells the other clients of a store that there are new commits, and wakes the readers of this one when they tell it.
 * Nothing depends on such a message: readers look again by themselves.
 *
 * <p>A message is sent after the commit, in a transaction of its own that waits for no disk. Within the commit it would
 * make all commits of the database follow one another, since the server holds a lock from the message to the end.
 */
final class PostgresNews {
    /** How long a reader waits before it looks again while no messages can arrive. */
    private static final long DEAF_POLL_MILLIS = 100;

    /** How long to wait before another attempt to listen. */
    private static final long PAUSE_MILLIS = 1_000;

    /** How long to listen before the connection is looked at again. */
    private static final int LISTEN_MILLIS = 10_000;

    private final PostgresConnector connector;
    private final PostgresPool pool;
    private final String channel;
    private final Wakeups readers = new Wakeups();
    private final Wakeups tellers = new Wakeups();
    private final Wakeups ends = new Wakeups();
    private final Thread listener;
    private final Thread teller;
    private volatile @Nullable Connection listening;
    private volatile boolean closed;

    /** @param store the identity of the store, after which the channel is named */
    PostgresNews(PostgresConnector connector, String store, PostgresPool pool) {
        this.connector = connector;
        this.pool = pool;
        this.channel = "holdfast-" + store;
        this.listener =
                Thread.ofPlatform().daemon().name("holdfast-postgres-listen").unstarted(this::listen);
        this.teller =
                Thread.ofPlatform().daemon().name("holdfast-postgres-tell").unstarted(this::tellOthers);
    }

    /** Begins to listen. */
    void start() {
        listener.start();
        teller.start();
    }

    /** Something was committed here. Returns at once. */
    void tell() {
        readers.raise();
        tellers.raise();
    }

    /** The first page after a cursor that has an entry; an empty one if there is none within {@code wait}. */
    FeedPage page(Cursor after, Duration wait, Function<Cursor, FeedPage> read) {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(wait);
        Cursor from = after;
        while (true) {
            long seen = readers.version();
            FeedPage page = read.apply(from);
            if (!page.entries().isEmpty() || after.equals(Cursor.LATEST) || !await(seen, deadline)) {
                return page;
            }
            from = page.next();
        }
    }

    /** Waits for news, the next look, or the deadline; false if that has passed or the thread is interrupted. */
    private boolean await(long seen, long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        long poll = listening != null ? connector.options().poll().toMillis() : DEAF_POLL_MILLIS;
        try {
            readers.await(seen, Math.min(poll, left / 1_000_000 + 1));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void tellOthers() {
        long told = 0;
        while (!closed) {
            try {
                tellers.await(told, PAUSE_MILLIS);
                long version = tellers.version();
                if (version != told && !closed) {
                    told = version; // What is committed from here on is told by the next message.
                    pool.read(this::send);
                }
            } catch (StoreUnavailableException e) {
                // The others look by themselves.
            } catch (InterruptedException e) {
                return; // Only this class has the thread, and does not interrupt it.
            }
        }
    }

    private boolean send(Connection connection) throws SQLException {
        try (PreparedStatement message =
                connection.prepareStatement("select set_config('synchronous_commit', 'off', true), pg_notify(?, '')")) {
            message.setString(1, channel);
            return message.execute();
        }
    }

    private void listen() {
        while (!closed) {
            long version = ends.version();
            try (Connection connection = connector.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("listen \"" + channel + "\"");
                listening = connection;
                readers.raise(); // Messages were missed until now.
                listen(connection.unwrap(PGConnection.class));
            } catch (SQLException | StoreUnavailableException e) {
                // Readers look more often until there is another connection.
            } finally {
                listening = null;
            }
            try {
                ends.await(version, PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return; // Only this class has the thread, and does not interrupt it.
            }
        }
    }

    private void listen(PGConnection connection) throws SQLException {
        while (!closed) {
            if (connection.getNotifications(LISTEN_MILLIS).length > 0) {
                readers.raise();
            }
        }
    }

    /** Wakes all readers and ends both threads. */
    void close() {
        closed = true;
        ends.raise();
        endListening();
        tell();
        boolean interrupted = false;
        for (Thread thread : new Thread[] {listener, teller}) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The thread is waiting for a message: cutting its connection ends the wait. */
    private void endListening() {
        Connection connection = listening;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                // Then it ends by itself, after LISTEN_MILLIS.
            }
        }
    }
}
