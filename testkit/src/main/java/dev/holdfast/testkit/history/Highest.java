package dev.holdfast.testkit.history;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** The highest revision among the appends before a given time; found in logarithmic time. */
final class Highest {
    private final long[] times;
    private final long[] revisions;

    private Highest(long[] times, long[] revisions) {
        this.times = times;
        this.revisions = revisions;
    }

    /** Indexes appends by the time that {@code when} returns for each. */
    static Highest of(List<RecordedOperation.Appending> appends, ToLongFunction<RecordedOperation.Appending> when) {
        List<RecordedOperation.Appending> sorted =
                appends.stream().sorted(Comparator.comparingLong(when)).toList();
        long[] times = sorted.stream().mapToLong(when).toArray();
        long[] revisions =
                sorted.stream().mapToLong(RecordedOperation.Appending::revision).toArray();
        Arrays.parallelPrefix(revisions, Math::max);
        return new Highest(times, revisions);
    }

    /** The highest revision before a time; 0 if there is none. */
    long before(long time) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : revisions[low - 1];
    }
}
