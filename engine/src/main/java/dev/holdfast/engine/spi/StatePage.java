package dev.holdfast.engine.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing, ordered by id.
 *
 * @param states the states of this page; erased ones are never listed
 * @param next where the next page begins (after this id); null at the end
 */
public record StatePage(List<Listed> states, @Nullable StateId next) {
    public StatePage {
        states = List.copyOf(states);
    }

    /** A state as its header shows it. */
    public record Listed(StateId id, long revision, StateHeader header) {}
}
