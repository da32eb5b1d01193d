package dev.holdfast.mcp.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Parses long bodies on threads of their own. Requests come on virtual threads, which are not preempted: a few long
 * bodies would leave none to carry the others. The operating system shares the processors among these threads and the
 * rest; each holder has one at a time, and all together have as
 * many as there are processors, in turn. Unused threads end by themselves. Thread-safe.
 */
final class LongBodies {
    /** A shorter body is parsed where it was received, in less than a millisecond. */
    static final int SHORT = 64 << 10;

    /** With fewer, one holder could keep all others waiting. */
    private static final int LEAST_IN_ALL = 2;

    private final Semaphore all =
            new Semaphore(Math.max(LEAST_IN_ALL, Runtime.getRuntime().availableProcessors()), true);
    private final ConcurrentMap<String, Lane> lanes = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("mcp-http-body-", 0).daemon().factory());

    /** The bodies of one holder. */
    private static final class Lane {
        private final Semaphore turn = new Semaphore(1, true);
        private int users;
    }

    /** Does what is to be done with a body of that length; waits for its turn, and throws what the work throws. */
    <T> T read(String holder, int length, Supplier<T> work) {
        if (length <= SHORT) {
            return work.get();
        }
        Lane lane = enter(holder);
        try {
            lane.turn.acquireUninterruptibly();
            try {
                return inTurn(work);
            } finally {
                lane.turn.release();
            }
        } finally {
            leave(holder);
        }
    }

    private <T> T inTurn(Supplier<T> work) {
        all.acquireUninterruptibly();
        try {
            return CompletableFuture.supplyAsync(work, threads).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw e;
        } finally {
            all.release();
        }
    }

    private Lane enter(String holder) {
        return lanes.compute(holder, (any, present) -> {
            Lane lane = present == null ? new Lane() : present;
            lane.users++;
            return lane;
        });
    }

    private void leave(String holder) {
        lanes.computeIfPresent(holder, (any, lane) -> --lane.users == 0 ? null : lane);
    }

    /** Whether no long body is being parsed or waits for it. */
    boolean isIdle() {
        return lanes.isEmpty();
    }
}
