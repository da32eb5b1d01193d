package dev.holdfast.engine;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to wait for: a change of the document after a revision, or a condition that it meets. Immutable.
 *
 * @param sinceRevision the revision after which changes count; null for the present one
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
    /** A wait without a condition. */
    public WaitFor(@Nullable Long sinceRevision, Set<String> keys, Duration timeout) {
        this(sinceRevision, keys, timeout, null);
    }

    public WaitFor {
        keys = Set.copyOf(keys);
    }

    /** Waits for any change from now on. */
    public static WaitFor change(Duration timeout) {
        return new WaitFor(null, Set.of(), timeout);
    }

    /** Waits until the document meets a CEL condition; returns at once if it does already. */
    public static WaitFor until(String condition, Duration timeout) {
        return new WaitFor(null, Set.of(), timeout, condition);
    }
}
