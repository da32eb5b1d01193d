package dev.holdfast.engine.internal.feed;

import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.internal.follow.Relay;
import dev.holdfast.engine.internal.follow.RelayQueue;
import dev.holdfast.engine.internal.follow.Relayed;
import dev.holdfast.engine.internal.follow.RelayedPage;
import dev.holdfast.engine.internal.follow.Tailer;
import dev.holdfast.engine.spi.StateId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reader of many states that is given what follows, once it has read the store far enough. What it is given may
 * begin before its own place, so that it first joins, then waits until the place where it joined lies behind the others
 * too, and then reads the store to the end once more. What it is given from then on is new, but for what it has read
 * since it joined. Not safe for use by several threads.
 */
final class Live implements AutoCloseable {
    private static final int MOST_READ = 10_000;

    private final Relay relay;
    private final RelayQueue queue;
    private final Subscription joined;

    /** What was read of the store since joining: the newest revision of each state. */
    private final Map<StateId, Long> read = new HashMap<>();

    /** For each shard, the page that was being passed on when this joined. */
    private final long[] begins;

    /** For each shard, the page from which on what is given counts: what comes before may be from before joining. */
    private final long[] first;

    /**
     * For each shard, a page whose successor reaches the place of this reader: the one that was being passed on when
     * the store was read to its end, or that before the one of what was taken last.
     */
    private final long[] ends;

    /** Of which shards something was taken since; of the others the successor has to end where the feed did. */
    private final BitSet reached = new BitSet();

    private boolean met;
    private boolean settled;

    /** Joins. What is committed from now on is given, or the store has to be read again. */
    Live(Tailer tailer, RelayQueue queue, int shards) {
        this.relay = tailer.relay();
        this.queue = queue;
        this.begins = new long[shards];
        this.first = new long[shards];
        this.ends = new long[shards];
        this.joined = tailer.join(queue);
        for (int shard = 0; shard < shards; shard++) {
            begins[shard] = relay.turn(shard);
        }
    }

    /** Whether all that was there when this joined has been passed on. */
    boolean isMet() {
        for (int shard = 0; shard < begins.length && !met; shard++) {
            RelayedPage last = relay.passed(shard, begins[shard], true);
            if (last == null) {
                return false;
            }
            first[shard] = last.turn() + 1;
        }
        met = true;
        return true;
    }

    /** A commit that counts was read in the store. */
    void read(StateId state, long revision) {
        read.merge(state, revision, Math::max);
    }

    /** The end of the store was reached by a read that began when this had been met: what is given counts now. */
    void settle() {
        for (int shard = 0; shard < ends.length; shard++) {
            ends[shard] = relay.turn(shard);
        }
        settled = true;
    }

    /** Whether the store was read to its end since joining. */
    boolean isSettled() {
        return settled;
    }

    /** Whether this is of no more use, and the store has to be read. */
    boolean isOver() {
        return queue.isOverrun() || read.size() > MOST_READ;
    }

    /** The next commit that was not read; null if there is none now. It stays until it is taken. */
    @Nullable Relayed next() {
        while (true) {
            Relayed next = queue.peek();
            if (next == null || (next.turn() >= first[next.shard()] && isNew(next))) {
                return next;
            }
            queue.remove(next);
        }
    }

    private boolean isNew(Relayed commit) {
        Long known = read.isEmpty() ? null : read.get(commit.entry().state());
        return known == null || known < commit.entry().commit().revision();
    }

    /** A commit was dealt with, as all before it in its shard. */
    void take(Relayed commit) {
        queue.remove(commit);
        ends[commit.shard()] = commit.turn() - 1;
        reached.set(commit.shard());
    }

    /**
     * The places up to which nothing more is to be given, if that is so: how far the shards were passed on, as far as
     * that is known to lie behind the end that was read.
     */
    FeedPlaces idle(FeedPlaces places) {
        FeedPlaces idle = places;
        BitSet now = new BitSet();
        for (int shard = 0; shard < ends.length; shard++) {
            RelayedPage passed = relay.passed(shard, ends[shard], !reached.get(shard));
            if (passed != null) {
                now.set(shard);
                idle = idle.with(shard, new FeedPlaces.Place(passed.next()));
            }
        }
        if (next() != null || queue.isOverrun()) {
            return places;
        }
        reached.or(now);
        return idle;
    }

    @Override
    public void close() {
        joined.close();
    }
}
