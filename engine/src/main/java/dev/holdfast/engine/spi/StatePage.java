package dev.holdfast.engine.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing, ordered by id.
 *
 * @param states the states of this page, which may be fewer than asked for; erased ones are never listed
 * @param next the next page begins after this id; null on the last page
 */
public record StatePage(List<Listed> states, @Nullable StateId next) {
    public StatePage {
        states = List.copyOf(states);
    }

    /** A state with its newest revision and header. */
    public record Listed(StateId id, long revision, StateHeader header) {}
}
