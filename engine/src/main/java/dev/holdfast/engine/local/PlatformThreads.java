package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A few daemon threads for work that blocks its carrier: a virtual thread in native code would stop all others as soon
 * as there are as many as processors. A platform thread does its work itself.
 */
public final class PlatformThreads {
    private final ExecutorService executor;

    /** Work that may fail in its own way. */
    public interface Work<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /** So many threads, named with a number each. */
    public PlatformThreads(String name, int count) {
        executor = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    /** Does the work on a platform thread and waits for it, whether interrupted or not: its outcome must be known. */
    public <T extends @Nullable Object, E extends Exception> T call(Work<T, E> work) throws E {
        return Thread.currentThread().isVirtual() ? callOnOwn(work) : work.run();
    }

    /** Does the work on one of these threads, never on the caller's. */
    public <T extends @Nullable Object, E extends Exception> T callOnOwn(Work<T, E> work) throws E {
        try {
            return PlatformThreads.<T, E>await(executor.submit(work::run));
        } catch (RejectedExecutionException e) {
            throw StoreUnavailableException.closed();
        }
    }

    /** Waits for all work that was begun, and takes no more. */
    public void close() {
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

    private static <T extends @Nullable Object, E extends Exception> T await(Future<T> future) throws E {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw PlatformThreads.<E>failure(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The failure of work that can fail in one declared way only: unchecked failures apart, it can be nothing else. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E failure(@Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null -> throw new IllegalStateException("work failed without a reason");
            default -> (E) cause;
        };
    }
}
