package dev.holdfast.bench;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

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
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                int thread = i;
                executor.submit(() -> repeat(thread, work, done, begin, end));
            }
        }
        return done.sum() * 1e9 / measured.toNanos();
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
