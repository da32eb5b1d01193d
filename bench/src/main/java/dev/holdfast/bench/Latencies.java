package dev.holdfast.bench;

import java.util.Arrays;

/** Every response time of a run, in microseconds. Not thread-safe. */
final class Latencies {
    private int[] micros = new int[1 << 16];
    private int count;
    private long longestNanos;

    void add(long nanos) {
        addLate(nanos);
        if (count == micros.length) {
            micros = Arrays.copyOf(micros, count * 2);
        }
        micros[count++] = (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
    }

    /** Takes over all of another run. */
    void addAll(Latencies other) {
        int[] both = Arrays.copyOf(micros, Math.max(micros.length, count + other.count));
        System.arraycopy(other.micros, 0, both, count, other.count);
        micros = both;
        count += other.count;
        longestNanos = Math.max(longestNanos, other.longestNanos);
    }

    /** A response that came after the measured time: it counts only if it took longest. */
    void addLate(long nanos) {
        longestNanos = Math.max(longestNanos, nanos);
    }

    /** The longest time of all, in milliseconds. */
    double longest() {
        return longestNanos / 1e6;
    }

    int count() {
        return count;
    }

    /** The time that {@code share} (0 to 1) of the responses did not exceed, in milliseconds. */
    double percentile(double share) {
        int[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        return count == 0 ? 0 : sorted[(int) Math.min(count - 1L, Math.round(share * count))] / 1000.0;
    }
}
