package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A few daemon threads for work that blocks its carrier: a virtual thread in native code would stop all others as soon as
 * there are as many as processors. A platform thread does its work itself.
 */
final class PlatformThreads {
    private final ExecutorService executor;

    PlatformThreads(String name, int count) {
        executor = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    /** Does the work on a platform thread and waits for it, whether interrupted or not: its outcome must be known. */
    <T extends @Nullable Object> T call(SqlWork<T> work) throws SQLException {
        return Thread.currentThread().isVirtual() ? callOnOwn(work) : work.run();
    }

    /** Does the work on one of these threads, never on the caller's. */
    <T extends @Nullable Object> T callOnOwn(SqlWork<T> work) throws SQLException {
        try {
            return await(executor.submit(work::run));
        } catch (RejectedExecutionException e) {
            throw StoreUnavailableException.closed();
        }
    }

    /** Waits for all work that was begun, and takes no more. */
    void close() {
        executor.shutdown();
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T extends @Nullable Object> T await(Future<T> future) throws SQLException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failure(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static SQLException failure(@Nullable Throwable cause) throws SQLException {
        switch (cause) {
            case SQLException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> throw new IllegalStateException(cause);
        }
    }
}
