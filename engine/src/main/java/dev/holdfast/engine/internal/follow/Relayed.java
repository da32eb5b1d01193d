package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;

/**
 * A commit that was passed on, and where it stands in the feed.
 *
 * @param shard the shard
 * @param page where the page began that it was read with
 * @param past its place after it: how many entries of the page then lie behind
 * @param turn the number of the page
 * @param entry the commit
 */
public record Relayed(int shard, Cursor page, int past, long turn, FeedPage.Entry entry) {
    /** Whether it is the same one, passed on at the same time. */
    boolean isAt(Relayed other) {
        return shard == other.shard && turn == other.turn && past == other.past;
    }

    long bytes() {
        return entry.commit().event().length();
    }
}
