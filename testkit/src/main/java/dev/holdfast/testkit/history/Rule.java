package dev.holdfast.testkit.history;

/** What must hold of every history of a store. */
public enum Rule {
    /** No two acknowledged appends have the same state and revision. */
    ONE_WINNER_PER_REVISION,
    /** What was acknowledged, or shown, is in the log in the end, and in every read that begins later. */
    ACKNOWLEDGED_IS_KEPT,
    /** An append that begins after another of the same state was acknowledged has a higher revision. */
    REAL_TIME_ORDER,
    /**
     * A head is not older than what was acknowledged before the question, nor newer than anything begun before the
     * answer.
     */
    HEAD_IS_CURRENT,
    /** What one client reads of a state never goes back. */
    READS_NEVER_GO_BACK,
    /** What was refused is nowhere. */
    REFUSED_IS_NOWHERE,
    /** A commit is there at most once, and somebody asked for it. */
    COMMITTED_ONCE,
    /** The feed keeps each state's order, repeats nothing, misses nothing, and goes on alike from every cursor. */
    FEED_IS_THE_LOG,
    /** Revisions are dense, and every commit names the hash of the one before it and has its own. */
    CHAIN_VERIFIES
}
