package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import org.jspecify.annotations.Nullable;

/**
 * What a new state begins as: the document of another, with its schema and rules.
 *
 * @param of the other's handle or {@code @name}
 * @param revision as it was at this revision; null for now
 */
public record Fork(String of, @Nullable Long revision) {
    /** The present document of the state with this handle. */
    public static Fork of(StateId handle) {
        return new Fork(handle.value(), null);
    }

    public Fork at(long revision) {
        return new Fork(of, revision);
    }
}
