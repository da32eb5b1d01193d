package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.util.List;

/**
 * How much a store holds, as its headers tell.
 *
 * @param states states of principals, closed ones included
 * @param names internal states that names stand for
 * @param internal other internal states, such as sessions of a protocol
 * @param revisions commits ever made to any, compacted ones included
 * @param documentBytes size of the documents in canonical form
 * @param largest the states with the largest documents, largest first
 */
public record Statistics(
        long states, long names, long internal, long revisions, long documentBytes, List<Large> largest) {
    public Statistics {
        largest = List.copyOf(largest);
    }

    /** A state and what it weighs. */
    public record Large(StateId state, long revision, StateHeader header) {}
}
