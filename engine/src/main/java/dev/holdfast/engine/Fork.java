package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import org.jspecify.annotations.Nullable;

/**
 * What a new state is copied from: the document of another state, with its schema and rules.
 *
 * @param of the other's handle or {@code @name}
 * @param revision the revision to copy; null for the present one
 */
public record Fork(String of, @Nullable Long revision) {
    /** Copies the present document of the state with this handle. */
    public static Fork of(StateId handle) {
        return new Fork(handle.value(), null);
    }

    /** The same, copying the document as it was at a revision. */
    public Fork at(long revision) {
        return new Fork(of, revision);
    }
}
