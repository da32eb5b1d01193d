package dev.holdfast.engine.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The source of truth: an append-only log of commits per state. Every method may block and is safe for use by many
 * threads.
 *
 * <p>Every implementation keeps these rules, which the contract suite of the testkit checks:
 *
 * <ul>
 *   <li>Appends are compare-and-append: a commit is stored only if its state is at the expected revision, so revisions
 *       are dense and no two commits of a state share one.
 *   <li>A batch needs one durability barrier. Each append has its own outcome; those of one state form a prefix: after
 *       the first that is not {@link AppendResult.Appended}, the rest of that state are
 *       {@link AppendResult.NotAttempted}, or {@link AppendResult.Indeterminate} as it is.
 *   <li>What is {@link AppendResult.Indeterminate} may be stored later, but only as it would have been then: if no
 *       other commit has its revision by then, directly after the commits of its state that came before it in the
 *       batch.
 *   <li>No read shows a commit that is not yet durable in the store's class.
 *   <li>A failed sync poisons the store: from then on it acknowledges nothing and throws
 *       {@link StoreUnavailableException}.
 *   <li>Native and file work runs on the store's own platform threads, or on the calling thread if that is one; virtual
 *   threads only wait for it. An interrupt of the calling thread may end the wait for the turn, and nothing else: an
 *   append is carried out all the same, and harms no other caller.
 * </ul>
 *
 * <p>{@link StoreUnavailableException} may be thrown by any method and means that nothing was changed. {@code append}
 * reports failures per append instead, and throws only if nothing was attempted.
 */
public interface CommitLog extends AutoCloseable {
    /** What {@link #epoch()} returns when another client may be committing. */
    long UNKNOWN_EPOCH = -1;

    /** What this store is and promises. Does no I/O. */
    StoreInfo info();

    /**
     * Takes the turn to write, waiting a bounded time for the other clients of the store. Not re-entrant. It excludes
     * other clients that take the turn; appends are checked with or without it.
     *
     * @throws StoreUnavailableException if the turn was not free in time
     */
    Turn turn();

    /**
     * A number that stays the same as long as no <em>other</em> client of the store commits, truncates or erases. Needs
     * no I/O. If two answers are equal and not {@link #UNKNOWN_EPOCH}, no change by another client was acknowledged or
     * shown to anyone between the first call and the second, so what was current at the first call still is, except for
     * this client's own changes. Apart from {@link #UNKNOWN_EPOCH}, no answer returns after a different one. An append
     * of this client that is stored after its outcome was given as {@link AppendResult.Indeterminate} counts as another
     * client's.
     */
    long epoch();

    /**
     * The time of the store's own clock, at some moment during this call; empty if it has none. Its clients then count
     * all times by that clock and not by their own, so that they agree. May ask the store.
     */
    default Optional<Instant> time() {
        return Optional.empty();
    }

    /**
     * Appends a batch. A batch may hold consecutive commits of one state.
     *
     * @return one result per element, in order
     */
    List<AppendResult> append(List<Append> batch);

    /**
     * Reads commits of a state from a revision on. Returns at least one commit if there is one, even if it is larger
     * than {@code maxBytes}, and an empty page for absent and erased states.
     *
     * @param fromRevision first revision wanted, at least 1
     * @param maxCommits most commits to return, at least 1
     * @param maxBytes total size of events, in bytes, at which the page ends
     */
    CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency);

    /** The newest revision of a state and its hash, or that it is absent or erased. */
    Head head(StateId id, Consistency consistency);

    /**
     * What {@link #head} says of several states, in their order. A store that is asked over a network should ask it
     * once for all of them; this implementation asks for one after the other.
     */
    default List<Head> heads(List<StateId> ids, Consistency consistency) {
        return ids.stream().map(id -> head(id, consistency)).toList();
    }

    /** The revision that a command led to, if the command is remembered. */
    OptionalLong find(StateId id, CommandKey command);

    /**
     * The commits of a shard after a cursor, those of each state in their order, waiting up to {@code wait} for the
     * first. Interruption ends the wait early with an empty page.
     *
     * @throws CursorExpiredException if the cursor is from another store, or commits after it were truncated or erased
     */
    FeedPage feed(int shard, Cursor after, int maxCommits, Duration wait);

    /**
     * States whose headers match the filter, by ascending id, weakly consistent. A header that cannot be read is left
     * out, unless the filter names a principal; {@link #inspect} tells of it.
     *
     * <p>States are found by principal, by due time, by whether their events age, and by what they wait for, without a
     * look at any others. By what else the filter names, a bounded number of states is looked at: then the page ends,
     * be it empty, and names the place to go on from.
     *
     * @param after the last id of the page before; null for the first page
     */
    StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max);

    /**
     * What a principal owns in a shard, weakly consistent. This implementation looks at all its states; a store that
     * may hold many should know the sum.
     */
    default Holding held(int shard, String owner) {
        Holding sum = Holding.NONE;
        StateId after = null;
        do {
            StatePage page = list(shard, HeaderFilter.of(owner), after, 1_000);
            for (StatePage.Listed state : page.states()) {
                boolean own = state.header().owner().equals(owner);
                sum = own ? sum.plus(Holding.of(state.header())) : sum;
            }
            after = page.next();
        } while (after != null);
        return sum;
    }

    /**
     * Compares what the store keeps beside its commits, such as indexes, with the commits. Reads all of it. What
     * headers say of commits is compared by the engine.
     *
     * @param found told of each difference; never, if the store keeps nothing else
     */
    default void inspect(Consumer<Discrepancy> found) {}

    /** The snapshots kept beside this log; by default none are kept. */
    default SnapshotStore snapshots() {
        return SnapshotStore.NONE;
    }

    /**
     * Replaces all commits up to {@code upTo} by a base, atomically. Commands remembered with them are forgotten by the
     * store; the base holds those that must be kept.
     *
     * @throws IllegalArgumentException if the state has no commit {@code upTo}, or the base is not one of that revision
     *     and hash
     */
    void truncate(StateId id, long upTo, Base base);

    /**
     * Makes a state begin with a base, as if the commits that it stands for had been there and were replaced: for
     * states that come from another store, which had compacted them. Feed cursors from before expire, since none of
     * those commits was in the feed.
     *
     * @return false, with nothing changed, if the state exists, or ever existed
     */
    boolean begin(StateId id, Base base, StateHeader header);

    /**
     * Removes what was truncated or erased before from wherever the store still keeps it. A store that removes at once,
     * as most do, has nothing to do.
     *
     * @throws StoreUnavailableException if that cannot be done now
     */
    default void purge() {}

    /**
     * Erases a state's commits and header, and keeps its highest revision and last hash forever.
     *
     * @return true if the state was live at the expected revision and is now erased; false if nothing was changed
     */
    boolean tombstone(StateId id, long expected);

    /**
     * Releases what the store holds. Calls in progress are answered; later ones throw
     * {@link StoreUnavailableException}. Closing twice is harmless.
     */
    @Override
    void close();
}
