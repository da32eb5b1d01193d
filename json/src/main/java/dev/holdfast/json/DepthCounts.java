package dev.holdfast.json;

import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * How many parts of a large container are how deep. Immutable. With it the depth of a container is known after any
 * change of one part, at a cost that does not depend on the number of parts.
 */
final class DepthCounts {
    /** Indexed by depth; the last is not 0, unless there are no parts. */
    private final int[] counts;

    private DepthCounts(int[] counts) {
        this.counts = counts;
    }

    static DepthCounts of(Iterator<Json> parts) {
        int[] counts = new int[Json.MAX_DEPTH + 1];
        while (parts.hasNext()) {
            counts[Nesting.of(parts.next())]++;
        }
        return new DepthCounts(trimmed(counts));
    }

    /** The counts after {@code old}, if there was one, has given way to {@code value}, if there is one. */
    DepthCounts changed(@Nullable Json old, @Nullable Json value) {
        int from = old == null ? -1 : Nesting.of(old);
        int to = value == null ? -1 : Nesting.of(value);
        if (from == to) {
            return this;
        }
        int[] changed = Arrays.copyOf(counts, Math.max(counts.length, to + 1));
        if (from >= 0) {
            changed[from]--;
        }
        if (to >= 0) {
            changed[to]++;
        }
        return new DepthCounts(trimmed(changed));
    }

    /** The depth of the deepest part; 0 if there are none. */
    int deepest() {
        return Math.max(0, counts.length - 1);
    }

    private static int[] trimmed(int[] counts) {
        int length = counts.length;
        while (length > 0 && counts[length - 1] == 0) {
            length--;
        }
        return length == counts.length ? counts : Arrays.copyOf(counts, length);
    }
}
