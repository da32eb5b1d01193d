package dev.holdfast.bench.scale;

import java.util.Locale;

/**
 * What came of a load. Shares are parts of the time for which the busiest of its kind was busy.
 *
 * @param arrived commands that came
 * @param answered those acknowledged by the end
 * @param median milliseconds from arrival to acknowledgement, for half of them at most
 * @param worst the same for 99 of 100
 * @param instance share of the processors of an instance
 * @param node share of the processors of a machine of the store
 * @param disk share of a disk
 * @param shard share of what a shard does one commit after the other
 */
record Forecast(
        long arrived,
        long answered,
        double median,
        double worst,
        double instance,
        double node,
        double disk,
        double shard) {
    private static final double MOST_BEHIND = 0.02;

    /** Whether it kept up, and 99 of 100 commands took at most as many milliseconds. */
    boolean carried(double milliseconds) {
        return answered >= arrived * (1 - MOST_BEHIND) && worst <= milliseconds;
    }

    /** What is busiest, and for which share of the time. Disks are left out: few that wait keep one as busy as many. */
    String load() {
        return String.format(Locale.ROOT, "%s %.0f %%", fullest(), 100 * Math.max(Math.max(instance, node), shard));
    }

    /** What is busiest. */
    String fullest() {
        if (instance >= node && instance >= shard) {
            return "instances";
        }
        return node >= shard ? "store" : "hottest shard";
    }
}
