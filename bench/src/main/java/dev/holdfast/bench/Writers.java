package dev.holdfast.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/** Threads that do the same as often as they can. */
final class Writers {
    /** As many as the bars of the design name. */
    static final int COUNT = 64;

    private Writers() {}

    /** What one thread does once: which thread, and how often it did before. */
    interface Work {
        void once(int thread, long time);
    }

    /** How often a second it was done, all threads together, after a warm-up as long as the measurement. */
    static double perSecond(int threads, Duration measured, Work work) {
        var done = new LongAdder();
        long begin = System.nanoTime() + measured.toNanos();
        long end = begin + measured.toNanos();
        all(threads, thread -> repeat(thread, work, done, begin, end));
        return done.sum() * 1e9 / measured.toNanos();
    }

    /** Does something in many threads, numbered from 0; throws if one of them failed, for then no figure counts. */
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
