package dev.holdfast.store.jdbc;

import dev.holdfast.engine.local.Footing;
import dev.holdfast.engine.local.ForeignChanges;
import dev.holdfast.engine.local.PlatformThreads;
import dev.holdfast.engine.local.Wakeups;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A client's only connection that writes. Callers must have the turn.
 *
 * <p>A transaction fails in one of two ways. If it was certainly not committed, it is rolled back and nothing has
 * changed. This includes a disk that is full at the commit, because SQLite then could not write the frame that makes
 * the transaction valid. If the commit failed in any other way, it may or may not be there after a restart, and since a
 * sync that failed once cannot be trusted when repeated, this client never writes again.
 */
final class Writer {
    private final Session session;
    private final LogTables tables;
    private final ForeignChanges foreign;
    private final Footing footing;
    private final Wakeups wakeups;
    private final PlatformThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicReference<@Nullable Throwable> poison = new AtomicReference<>();

    /** Work in a transaction; returns whether there is anything to commit. */
    interface Change {
        boolean apply(LogTables tables) throws SQLException;
    }

    Writer(Session session, ForeignChanges foreign, Footing footing, Wakeups wakeups, PlatformThreads threads) {
        this.session = session;
        this.tables = new LogTables(session);
        this.foreign = foreign;
        this.footing = footing;
        this.wakeups = wakeups;
        this.threads = threads;
    }

    /** Throws if the outcome of any commit is unknown. */
    void requireSound() {
        Throwable cause = poison.get();
        if (cause != null) {
            throw StoreUnavailableException.poisoned(cause);
        }
    }

    List<AppendResult> append(List<Append> batch, long maxCommitBytes) {
        try {
            return threads.call(() -> locked(() -> appendHere(batch, maxCommitBytes)));
        } catch (SQLException e) {
            return Collections.nCopies(
                    batch.size(), new AppendResult.NotAttempted(SqliteError.unavailable("writing", e)));
        }
    }

    /** Applies a change as a whole or not at all, and returns its result. */
    boolean change(Change change) {
        try {
            return threads.call(() -> locked(() -> changeHere(change)));
        } catch (SQLException e) {
            throw SqliteError.unavailable("writing", e);
        }
    }

    /**
     * Moves the write-ahead log into the database and empties it.
     *
     * @throws StoreUnavailableException if other clients are reading all the time
     */
    void emptyLog() {
        try {
            boolean busy = threads.call(() -> locked(() -> session.number("pragma wal_checkpoint(truncate)", 1) != 0));
            if (busy) {
                throw StoreUnavailableException.unusable("others are reading, so the write-ahead log is in use");
            }
        } catch (SQLException e) {
            throw SqliteError.unavailable("emptying the write-ahead log", e);
        }
    }

    /**
     * Waits for work under way, moves the write-ahead log into the database if no other client is reading, and closes.
     */
    void close() throws SQLException {
        threads.close();
        locked(() -> {
            try (session) {
                session.execute("pragma busy_timeout = 0");
                return session.ask("pragma wal_checkpoint(truncate)");
            }
        });
    }

    private List<AppendResult> appendHere(List<Append> batch, long maxCommitBytes) throws SQLException {
        List<AppendResult> results = transact(() -> AppendTransaction.run(tables, maxCommitBytes, batch));
        if (results.stream().noneMatch(AppendResult.Appended.class::isInstance)) {
            session.rollback();
            return results;
        }
        try {
            commit();
            return results;
        } catch (SQLException | StoreUnavailableException e) {
            AppendResult instead = poison.get() == null
                    ? new AppendResult.NotAttempted(unavailable(e))
                    : new AppendResult.Indeterminate(unavailable(e));
            return results.stream()
                    .map(result -> result instanceof AppendResult.Appended ? instead : result)
                    .toList();
        }
    }

    private boolean changeHere(Change change) throws SQLException {
        boolean changed = transact(() -> change.apply(tables));
        if (changed) {
            commit();
        } else {
            session.rollback();
        }
        return changed;
    }

    private <T> T transact(PlatformThreads.Work<T, SQLException> work) throws SQLException {
        requireSound();
        try {
            session.begin();
            return work.run();
        } catch (SQLException | RuntimeException e) {
            recover(e);
            throw e;
        }
    }

    private void commit() throws SQLException {
        begin();
        try {
            session.commit();
        } catch (SQLException e) {
            SqliteError error = SqliteError.of(e);
            if (error != SqliteError.FULL && error != SqliteError.BUSY) {
                poison.set(e);
            }
            recover(e);
            throw e;
        } finally {
            end();
        }
        requireStored();
        wakeups.raise();
    }

    private void begin() {
        try {
            footing.requireLately();
            foreign.beginOwn();
        } catch (StoreUnavailableException e) {
            recover(e);
            throw e;
        }
    }

    private void end() {
        try {
            foreign.endOwn();
        } catch (StoreUnavailableException e) {
            // The numbers that clients share are lost. The footing tells so before anything is acknowledged.
        }
    }

    /** What was committed to files that have lost their names, no client finds again. */
    private void requireStored() {
        try {
            footing.require();
        } catch (StoreUnavailableException e) {
            poison.compareAndSet(null, e);
            throw e;
        }
    }

    private static StoreUnavailableException unavailable(Exception e) {
        return e instanceof SQLException failure
                ? SqliteError.unavailable("writing", failure)
                : (StoreUnavailableException) e;
    }

    private void recover(Exception reason) {
        try {
            session.recover();
        } catch (SQLException e) {
            e.addSuppressed(reason);
            poison.compareAndSet(null, e);
        }
    }

    private <T> T locked(PlatformThreads.Work<T, SQLException> work) throws SQLException {
        lock.lock();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }
}
