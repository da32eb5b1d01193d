package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which states of a store were changed since the last time, as its feed tells it. */
final class ChangedStates {
    /** The feed does not tell any more what was changed: anything may have been. */
    static final long UNKNOWN = -1;

    private static final int PAGE = 1_000;

    /** So many commits at most are taken from a shard at once. */
    private static final int MOST = 50_000;

    private final CommitLog log;
    private final List<Cursor> places = new ArrayList<>();

    ChangedStates(CommitLog log) {
        this.log = log;
    }

    /** From now on it is told. */
    void begin() {
        places.clear();
        for (int shard = 0; shard < log.info().shards(); shard++) {
            places.add(log.feed(shard, Cursor.LATEST, 1, Duration.ZERO).next());
        }
    }

    /**
     * Adds the states that were changed.
     *
     * @return how many commits there were; {@link #UNKNOWN} if the feed was cut, and begins with the present again
     */
    long take(Set<StateId> into) {
        long commits = 0;
        try {
            for (int shard = 0; shard < places.size(); shard++) {
                commits += take(shard, into);
            }
            return commits;
        } catch (CursorExpiredException e) {
            begin();
            return UNKNOWN;
        }
    }

    private long take(int shard, Set<StateId> into) {
        long commits = 0;
        boolean more = true;
        while (more && commits < MOST) {
            FeedPage page = log.feed(shard, places.get(shard), PAGE, Duration.ZERO);
            page.entries().forEach(entry -> into.add(entry.state()));
            places.set(shard, page.next());
            commits += page.entries().size();
            more = !page.entries().isEmpty();
        }
        return commits;
    }
}
