package dev.holdfast.engine.spi;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The truth: an append-only log of commits per state. Every method blocks and is safe for use by many threads.
 *
 * <p>Rules that every implementation obeys, and that the contract suite of the testkit checks:
 *
 * <ul>
 *   <li>Appends are compare-and-append: a commit is stored only if its state is at the expected revision, so revisions
 *       are dense and no two commits of a state share one.
 *   <li>A batch pays one durability barrier. Each append has its own outcome; those of one state form a prefix: after
 *   the first that is not {@link AppendResult.Appended}, the rest of that state are {@link AppendResult.NotAttempted}.
 *   <li>Nobody is served what is not yet durable in the store's class.
 *   <li>A failed sync poisons the store: it acknowledges nothing more and throws {@link StoreUnavailableException}.
 *   <li>Native and file work runs on the store's own platform threads, or on the calling thread if that is one; virtual
 *       threads only wait for it.
 * </ul>
 *
 * <p>{@link StoreUnavailableException} may come from any method and means that nothing was changed, except from
 * {@code append}, which reports per append instead and throws only before anything was attempted.
 */
public interface CommitLog extends AutoCloseable {
    /** The answer of {@link #epoch()} when others may have committed at any moment. */
    long UNKNOWN_EPOCH = -1;

    StoreInfo info();

    /**
     * Takes the turn to write, waiting a bounded time for the other clients of the store. Not re-entrant. It is enough
     * for mutual exclusion of those who take it, but appends are checked with or without it.
     *
     * @throws StoreUnavailableException if the turn was not to be had in time
     */
    Turn turn();

    /**
     * A number that stands still as long as no <em>other</em> client of the store commits, truncates or erases.
     * Answered without I/O. If two answers are equal and not {@link #UNKNOWN_EPOCH}, no change by another client was
     * acknowledged or shown to anyone between the first call and the second, so what was current at the first still is,
     * but for this client's own changes. No answer but {@link #UNKNOWN_EPOCH} is repeated after a different one.
     */
    long epoch();

    /** Appends a batch; answers one result per element, in order. A batch may hold consecutive commits of one state. */
    List<AppendResult> append(List<Append> batch);

    /**
     * Reads commits of a state from a revision on. At least one commit is answered if there is one, whatever
     * {@code maxBytes} says. Answers an empty page for absent and erased states.
     *
     * @param fromRevision first revision wanted, at least 1
     * @param maxCommits most commits to answer, at least 1
     * @param maxBytes where to stop adding events
     */
    CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency);

    Head head(StateId id, Consistency consistency);

    /** The revision that a remembered command led to, if it is remembered. */
    OptionalLong find(StateId id, CommandKey command);

    /**
     * The commits of a shard after a cursor, in an order that keeps each state's, waiting up to {@code wait} for the
     * first. Interruption ends the wait early with an empty page.
     *
     * @throws CursorExpiredException if the cursor is not this store's, or commits after it were truncated or erased
     */
    FeedPage feed(int shard, Cursor after, int maxCommits, Duration wait);

    /**
     * States whose headers pass the filter, by ascending id, weakly consistent.
     *
     * @param after the last id of the page before; null for the first page
     */
    StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max);

    /** The snapshots kept beside this log; a store that has no place for any keeps none. */
    default SnapshotStore snapshots() {
        return SnapshotStore.NONE;
    }

    /**
     * Replaces all commits up to {@code upTo} by a base, atomically. Remembered commands among them are the base's
     * matter.
     *
     * @throws IllegalArgumentException if the state has no commit {@code upTo}, or the base is not one of that revision
     *     and hash
     */
    void truncate(StateId id, long upTo, Base base);

    /**
     * Erases a state's commits and header, keeping its highest revision and last hash for ever.
     *
     * @return whether the state was live at the expected revision and is now erased
     */
    boolean tombstone(StateId id, long expected);

    @Override
    void close();
}
