package dev.holdfast.engine.spi;

import java.util.List;

/**
 * A run of a shard's feed: ordered per state, without gaps or repeats.
 *
 * @param entries the commits, possibly none
 * @param next where to continue; valid also if the page is empty
 */
public record FeedPage(List<Entry> entries, Cursor next) {
    public FeedPage {
        entries = List.copyOf(entries);
    }

    /** A commit and the state it belongs to. */
    public record Entry(StateId state, Commit commit) {}
}
