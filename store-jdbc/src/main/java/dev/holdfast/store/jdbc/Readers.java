package dev.holdfast.store.jdbc;

import dev.holdfast.engine.local.Footing;
import dev.holdfast.engine.local.PlatformThreads;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The connections that a store reads with, opened when first needed, and the threads for them. */
final class Readers {
    private final Path file;
    private final SqliteConnector connector;
    private final PlatformThreads threads;
    private final Semaphore permits;
    private final Deque<Session> idle = new ConcurrentLinkedDeque<>();
    private volatile @Nullable Footing footing;

    /** A query of the database. */
    interface Question<T> {
        T ask(Session session) throws SQLException;
    }

    Readers(Path file, SqliteConnector connector) {
        this.file = file;
        this.connector = connector;
        int count = connector.options().readers();
        this.threads = new PlatformThreads("holdfast-read-", count);
        this.permits = new Semaphore(count, true);
    }

    /** From now on a new connection is used only if it is to the files that the store stands on. */
    void on(Footing found) {
        footing = found;
    }

    /**
     * Runs a query on a connection that no other query uses meanwhile.
     *
     * @throws StoreUnavailableException if the query fails
     */
    <T> T ask(Question<T> question) {
        try {
            return threads.call(() -> askHere(question));
        } catch (SQLException e) {
            throw SqliteError.unavailable("reading", e);
        }
    }

    private <T> T askHere(Question<T> question) throws SQLException {
        permits.acquireUninterruptibly();
        Session session = idle.poll();
        try {
            if (session == null) {
                session = connector.openReader(file);
                requireSameFiles();
            }
            T answer = question.ask(session);
            idle.push(session);
            session = null;
            return answer;
        } finally {
            if (session != null) {
                // It failed, and a new connection is cheaper than finding out whether this one is still usable.
                session.close();
            }
            permits.release();
        }
    }

    private void requireSameFiles() {
        Footing found = footing;
        if (found != null) {
            found.require();
        }
    }

    /** Waits for queries under way and closes the connections. Call it when no more queries are made. */
    void close() throws SQLException {
        threads.close();
        permits.acquireUninterruptibly(connector.options().readers());
        for (Session session : idle) {
            session.close();
        }
        idle.clear();
        permits.release(connector.options().readers());
    }
}
