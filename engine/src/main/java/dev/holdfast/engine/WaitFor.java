package dev.holdfast.engine;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to wait for: the document moving past a revision.
 *
 * @param sinceRevision the revision to move past; null for the present one
 * @param keys only changes of these keys count; empty for all
 * @param timeout how long to wait at most
 */
public record WaitFor(@Nullable Long sinceRevision, Set<String> keys, Duration timeout) {
    public WaitFor {
        keys = Set.copyOf(keys);
    }

    /** Any change after now. */
    public static WaitFor change(Duration timeout) {
        return new WaitFor(null, Set.of(), timeout);
    }
}
