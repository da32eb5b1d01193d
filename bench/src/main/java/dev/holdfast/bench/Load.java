package dev.holdfast.bench;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What one run of the generator saw.
 *
 * @param answered successful responses, those of the warm-up included; one that is not a success ends the run
 * @param perSecond responses a second in the measured time
 * @param p50 median response time in milliseconds
 * @param p99 response time in milliseconds that 99 % did not exceed
 * @param longest longest response time in milliseconds, that of responses which came after the measured time included
 */
record Load(long answered, double perSecond, double p50, double p99, double longest) {
    static Load of(long answered, Latencies latencies, Duration measured) {
        double perSecond = latencies.count() / (measured.toNanos() / 1e9);
        return new Load(
                answered, perSecond, latencies.percentile(0.5), latencies.percentile(0.99), latencies.longest());
    }

    /** The one in the middle by its rate. */
    static Load median(List<Load> loads) {
        return loads.stream()
                .sorted(Comparator.comparingDouble(Load::perSecond))
                .toList()
                .get(loads.size() / 2);
    }
}
