package dev.holdfast.engine;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to wait for: the document moving past a revision, or meeting a condition.
 *
 * @param sinceRevision the revision to move past; null for the present one
 * @param keys only changes of these keys count; empty for all
 * @param timeout how long to wait at most
 * @param until a CEL condition on {@code self}, the document, that ends the wait, at once if it holds already; null for
 *     none. With one, changes end the wait only if they are of {@code keys}
 */
public record WaitFor(
        @Nullable Long sinceRevision,
        Set<String> keys,
        Duration timeout,
        @Nullable String until) {
    public WaitFor(@Nullable Long sinceRevision, Set<String> keys, Duration timeout) {
        this(sinceRevision, keys, timeout, null);
    }

    public WaitFor {
        keys = Set.copyOf(keys);
    }

    /** Any change after now. */
    public static WaitFor change(Duration timeout) {
        return new WaitFor(null, Set.of(), timeout);
    }

    /** The document meeting a condition, which it may do already. */
    public static WaitFor until(String condition, Duration timeout) {
        return new WaitFor(null, Set.of(), timeout, condition);
    }
}
