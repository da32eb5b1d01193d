package dev.holdfast.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proposed values, the likeliest first.
 *
 * @param values at most {@value #MOST_VALUES}
 * @param total the number of all matching values; null if unknown
 * @param hasMore whether there are more values than these
 */
public record Completion(List<String> values, @Nullable Integer total, boolean hasMore) {
    /** The largest number of values in one answer (schema, {@code CompleteResult}). */
    public static final int MOST_VALUES = 100;

    /** Nothing to propose. */
    public static final Completion NONE = of(List.of());

    /** @throws IllegalArgumentException if there are too many values */
    public Completion {
        values = List.copyOf(values);
        if (values.size() > MOST_VALUES) {
            throw new IllegalArgumentException("A completion has at most " + MOST_VALUES + " values");
        }
    }

    /** The first {@value #MOST_VALUES} of all values. */
    public static Completion of(List<String> all) {
        boolean hasMore = all.size() > MOST_VALUES;
        return new Completion(hasMore ? all.subList(0, MOST_VALUES) : all, all.size(), hasMore);
    }
}
