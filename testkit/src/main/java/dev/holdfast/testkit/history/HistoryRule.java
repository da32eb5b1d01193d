package dev.holdfast.testkit.history;

/** The rules that every history of a store obeys. */
public enum HistoryRule {
    /** No two acknowledged appends have the same state and revision. */
    ONE_WINNER_PER_REVISION,
    /** A commit that was acknowledged or shown is in the final log, and in every read that begins later. */
    ACKNOWLEDGED_IS_KEPT,
    /** An append that begins after another append to the same state was acknowledged has a higher revision. */
    REAL_TIME_ORDER,
    /**
     * A head is at least as new as every append acknowledged before the question, and no newer than the appends begun
     * before the answer.
     */
    HEAD_IS_CURRENT,
    /** The revisions that one client reads of a state never go back. */
    READS_NEVER_GO_BACK,
    /** A refused write leaves no trace in logs, reads or the feed. */
    REFUSED_IS_NOWHERE,
    /** A commit is in the log at most once, and was requested by a client. */
    COMMITTED_ONCE,
    /** The feed keeps each state's order, repeats nothing, misses nothing, and continues the same from every cursor. */
    FEED_IS_THE_LOG,
    /** Revisions have no gaps, every commit contains the hash of its predecessor, and its own hash is correct. */
    CHAIN_VERIFIES
}
