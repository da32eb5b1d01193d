package dev.holdfast.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a new state begins as: the document of another, with its schema and rules.
 *
 * @param of the other's handle or {@code @name}
 * @param revision as it was at this revision; null for now
 */
public record Fork(String of, @Nullable Long revision) {
    public static Fork of(State state) {
        return new Fork(state.handle().value(), null);
    }

    public Fork at(long revision) {
        return new Fork(of, revision);
    }
}
