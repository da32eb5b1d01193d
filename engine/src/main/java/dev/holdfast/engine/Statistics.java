package dev.holdfast.engine;

import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.util.List;

/**
 * What a store holds, according to its headers.
 *
 * @param states number of states of principals, including closed ones
 * @param names number of internal states that claim names
 * @param internal number of other internal states, such as sessions of a protocol
 * @param revisions number of commits ever made to these states, including compacted ones
 * @param documentBytes size of the documents in canonical form, in bytes
 * @param largest the states with the largest documents, largest first
 * @param damages states whose headers are damaged; they are counted by their events, as far as those are sound
 */
public record Statistics(
        long states,
        long names,
        long internal,
        long revisions,
        long documentBytes,
        List<Large> largest,
        List<Damage> damages) {
    public Statistics {
        largest = List.copyOf(largest);
        damages = List.copyOf(damages);
    }

    /** A state and its header, which holds the size of its document. */
    public record Large(StateId state, long revision, StateHeader header) {}
}
