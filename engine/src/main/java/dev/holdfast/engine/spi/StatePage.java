package dev.holdfast.engine.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing, ordered by id.
 *
 * @param states the states of this page, which may be fewer than asked for; erased ones are never listed
 * @param next the next page begins after this id; null on the last page
 * @param unreadable states within the page that cannot be listed, since their headers are damaged, ordered by id too;
 *     told where a listing asks for all states, and by stores that can tell them
 */
public record StatePage(List<Listed> states, @Nullable StateId next, List<StateId> unreadable) {
    public StatePage {
        states = List.copyOf(states);
        unreadable = List.copyOf(unreadable);
    }

    /** A page on which every header can be read. */
    public StatePage(List<Listed> states, @Nullable StateId next) {
        this(states, next, List.of());
    }

    /** A state with its newest revision and header. */
    public record Listed(StateId id, long revision, StateHeader header) {}
}
