package dev.holdfast.engine.spi;

/**
 * A commit to append if its state is still at the expected revision. Immutable.
 *
 * @param state the state appended to
 * @param expected the revision that must be the newest; 0 if the state must not exist and must never have existed
 * @param commit the commit, whose revision is {@code expected + 1}
 * @param header the state's header as of this commit, written in the same atomic step
 */
public record Append(StateId state, long expected, Commit commit, StateHeader header) {
    public Append {
        if (commit.revision() != expected + 1) {
            throw new IllegalArgumentException(
                    "commit " + commit.revision() + " cannot follow revision " + expected + " of " + state);
        }
    }
}
