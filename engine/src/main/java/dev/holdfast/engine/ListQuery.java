package dev.holdfast.engine;

import dev.holdfast.engine.spi.Lifetime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of a principal's states to list; every given part must hold.
 *
 * @param namePrefix what the name begins with
 * @param labels labels that must all be there
 * @param lifetime the lifetime
 * @param cursor where the page before ended
 * @param max most states to answer, 1 to 1,000
 * @param where a CEL condition on {@code self}, the document; null for any. A page with one looks at up to 1,000
 *     documents, so it may hold few states, or none, and still have a next page
 */
public record ListQuery(
        @Nullable String namePrefix,
        Map<String, String> labels,
        @Nullable Lifetime lifetime,
        @Nullable String cursor,
        int max,
        @Nullable String where) {
    /** The first hundred of all open states. */
    public static final ListQuery ALL = new ListQuery(null, Map.of(), null, null, 100);

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

    /** The same, of states whose document meets a condition. */
    public ListQuery where(@Nullable String condition) {
        return new ListQuery(namePrefix, labels, lifetime, cursor, max, condition);
    }
}
