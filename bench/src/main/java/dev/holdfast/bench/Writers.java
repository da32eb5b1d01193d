package dev.holdfast.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/** Threads that repeat an action as often as they can. */
final class Writers {
    /** The number of writers for which the bars are set. */
    static final int COUNT = 64;

    private Writers() {}

    /** The action: the thread's number, and how often that thread has run it before. */
    interface Work {
        void once(int thread, long time);
    }

    /** How often a second all threads together ran it, after a warm-up as long as the measurement. */
    static double perSecond(int threads, Duration measured, Work work) {
        var done = new LongAdder();
        long begin = System.nanoTime() + measured.toNanos();
        long end = begin + measured.toNanos();
        all(threads, thread -> repeat(thread, work, done, begin, end));
        return done.sum() * 1e9 / measured.toNanos();
    }

    /**
     * Runs an action in many threads, numbered from 0; throws if one of them failed, as the figures are then invalid.
     */
    static void all(int threads, IntConsumer work) {
        List<Future<?>> futures = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                int thread = i;
                futures.add(executor.submit(() -> work.accept(thread)));
            }
        }
        futures.forEach(Future::resultNow);
    }

    private static void repeat(int thread, Work work, LongAdder done, long begin, long end) {
        long now = System.nanoTime();
        for (long time = 0; now < end; time++) {
            work.once(thread, time);
            now = System.nanoTime();
            if (now >= begin && now < end) {
                done.increment();
            }
        }
    }
}
