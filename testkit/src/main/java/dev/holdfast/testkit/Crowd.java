package dev.holdfast.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Runs a task in many threads at once. Hung threads and failed tasks are reported as {@link AssertionError}. */
public final class Crowd {
    /** How many seconds a thread of a test may take before it counts as hung. */
    public static final long PATIENCE_SECONDS = 120;

    private Crowd() {}

    /** Runs a task in each of many virtual threads, numbered from 0, and returns their results in that order. */
    public static <T> List<T> run(int threads, IntFunction<T> task) {
        return run(Executors.newVirtualThreadPerTaskExecutor(), threads, task);
    }

    /** Runs a task in each of many platform threads, numbered from 0, and returns their results in that order. */
    public static <T> List<T> runOnPlatformThreads(int threads, IntFunction<T> task) {
        return run(Executors.newFixedThreadPool(threads), threads, task);
    }

    /** Starts one task in a virtual thread. */
    public static <T> Future<T> start(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread.ofVirtual().start(future);
        return future;
    }

    /** Waits for another thread of a test, which counts down the latch. */
    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("a thread of the test hangs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("the test was interrupted", e);
        }
    }

    /** Waits for a task and returns its result. */
    public static <T> T join(Future<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a thread of the test failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a thread of the test hangs", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("the test was interrupted", e);
        }
    }

    private static <T> List<T> run(ExecutorService executor, int threads, IntFunction<T> task) {
        try (executor) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                futures.add(executor.submit(() -> task.apply(number)));
            }
            return futures.stream().map(Crowd::join).toList();
        }
    }
}
