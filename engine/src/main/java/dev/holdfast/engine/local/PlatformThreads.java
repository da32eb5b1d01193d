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
 * A few daemon threads for work that blocks its carrier. If virtual threads did it, as many of them as there are
 * processors would stop all others. A platform thread does its work itself. Safe for use by many threads.
 */
public final class PlatformThreads {
    private final ExecutorService executor;

    /** Work that may throw its own kind of exception. */
    public interface Work<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /** Starts up to {@code count} threads, named {@code name} and a number. */
    public PlatformThreads(String name, int count) {
        executor = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    /**
     * Does the work on a platform thread and waits for it, even if interrupted: its outcome must be known.
     *
     * @throws E if the work throws it
     * @throws StoreUnavailableException if these threads are closed
     */
    public <T extends @Nullable Object, E extends Exception> T call(Work<T, E> work) throws E {
        return Thread.currentThread().isVirtual() ? callOnOwn(work) : work.run();
    }

    /**
     * Does the work on one of these threads, never on the caller's.
     *
     * @throws E if the work throws it
     * @throws StoreUnavailableException if these threads are closed
     */
    public <T extends @Nullable Object, E extends Exception> T callOnOwn(Work<T, E> work) throws E {
        try {
            return PlatformThreads.<T, E>await(executor.submit(work::run));
        } catch (RejectedExecutionException e) {
            throw StoreUnavailableException.closed();
        }
    }

    /** Accepts no more work, and waits for all that was accepted, even if interrupted. */
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

    /** The failure of work. Apart from unchecked exceptions it can only be of the declared type. */
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
