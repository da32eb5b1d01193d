package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Passes what the feed tells on to readers of many states, each what concerns it. One thread a shard reads the feed
 * for all of them, so that a commit wakes none but those whom it concerns, and none reads what was meant for others.
 *
 * <p>A reader first reads the store to its end, then joins, then reads to the end once more: what is committed after
 * that is in its queue. Thread-safe.
 */
public final class Relay {
    private final Interests interests = new Interests();
    private final Audience.Source audiences;
    private final List<RelayedShard> shards;

    Relay(int shards, Audience.Source audiences) {
        this.audiences = audiences;
        this.shards = Stream.generate(RelayedShard::new).limit(shards).toList();
    }

    /** Begins to be fed by that one alone. */
    void own(Object by) {
        shards.forEach(shard -> shard.own(by));
    }

    void join(RelayQueue reader) {
        interests.add(reader);
    }

    void leave(RelayQueue reader) {
        interests.remove(reader);
    }

    boolean isEmpty() {
        return interests.isEmpty();
    }

    int size() {
        return interests.size();
    }

    /** The number of the page that is being read of a shard; what is there by now is told by a later one at latest. */
    public long turn(int shard) {
        return shards.get(shard).turn();
    }

    /**
     * The page that was passed on last, with all before it; null if it is none as asked. To be asked before a queue is
     * looked into: of one that is empty after that, all that counts up to there was taken.
     *
     * @param after the number of a page that has to lie behind
     * @param toEnd whether the page has to have ended where the feed did
     */
    public @Nullable RelayedPage passed(int shard, long after, boolean toEnd) {
        RelayedPage last = shards.get(shard).passed();
        return last != null && last.turn() > after && (last.atEnd() || !toEnd) ? last : null;
    }

    /** A page of a shard is about to be asked for. */
    void begins(Object by, int shard) {
        shards.get(shard).begins(by);
    }

    /** A page was read. */
    void pass(Object by, int shard, Cursor from, FeedPage page, boolean atEnd) {
        shards.get(shard).pass(by, page.next(), atEnd, () -> {
            for (int at = 0; at < page.entries().size(); at++) {
                pass(new Relayed(
                        shard, from, at + 1, turn(shard), page.entries().get(at)));
            }
        });
    }

    private void pass(Relayed commit) {
        StateId state = commit.entry().state();
        if (interests.isEmpty() || !state.isHandle()) {
            return;
        }
        Audience audience = audiences.of(state, commit.entry().commit().revision());
        if (audience == null) {
            interests.forEach(reader -> reader.add(commit));
        } else {
            interests.find(audience, reader -> reader.add(commit));
        }
    }

    /** The feed could not be passed on without a gap: all have to read the store. */
    void missed() {
        interests.forEach(RelayQueue::overrun);
    }
}
