package dev.holdfast.engine;

import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of states. Immutable.
 *
 * @param states open states, by handle
 * @param next the cursor of the next page; null on the last page
 */
public record Listing(List<Summary> states, @Nullable String next) {
    public Listing {
        states = List.copyOf(states);
    }

    /** A state as lists show it. {@code bytes} is the size of its document in canonical form. */
    public record Summary(
            StateId handle,
            String owner,
            @Nullable String name,
            Map<String, String> labels,
            Lifetime lifetime,
            long revision,
            long bytes,
            Instant updatedAt,
            @Nullable Instant expiresAt) {}
}
