package dev.holdfast.engine;

import dev.holdfast.engine.spi.Lifetime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of a principal's states to list; every given condition must hold. Immutable.
 *
 * @param namePrefix the beginning of the name
 * @param labels labels that must all be present with these values. With labels a page looks at a bounded number of
 *     states, so it may hold few of them, or none, and still have a next page
 * @param lifetime the lifetime
 * @param cursor {@link Listing#next()} of the previous page; null for the first page
 * @param max most states to return, 1 to 1,000
 * @param where a CEL condition on {@code self}, the document; null for any. With a condition a page examines up to
 *     1,000 documents, so it may hold few states, or none, and still have a next page
 */
public record ListQuery(
        @Nullable String namePrefix,
        Map<String, String> labels,
        @Nullable Lifetime lifetime,
        @Nullable String cursor,
        int max,
        @Nullable String where) {
    /** The first 100 of all open states. */
    public static final ListQuery ALL = new ListQuery(null, Map.of(), null, null, 100);

    /** A query without a condition. */
    public ListQuery(
            @Nullable String namePrefix,
            Map<String, String> labels,
            @Nullable Lifetime lifetime,
            @Nullable String cursor,
            int max) {
        this(namePrefix, labels, lifetime, cursor, max, null);
    }

    public ListQuery {
        labels = Map.copyOf(labels);
        if (max < 1 || max > 1000) {
            throw Failure.invalid("max", "A page holds 1 to 1000 states.").toException();
        }
    }

    /** The same query, restricted to states whose document meets a CEL condition. */
    public ListQuery where(@Nullable String condition) {
        return new ListQuery(namePrefix, labels, lifetime, cursor, max, condition);
    }
}
