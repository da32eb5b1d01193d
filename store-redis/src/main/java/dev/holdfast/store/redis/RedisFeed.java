package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import java.util.ArrayList;
import java.util.List;

/** Reads the feed of a shard: first the places, then the commits that stand there. */
final class RedisFeed {
    /** The most entries of a page, whatever its reader asks for: a script holds the server up. */
    private static final int MOST_ENTRIES = 256;

    private static final int MOST_BYTES = 8 << 20;

    private final ShardScripts shard;
    private final String store;

    /** An entry whose commit is still to be read. */
    private record Place(long position, StateId state, long revision) {}

    RedisFeed(ShardScripts shard, String store) {
        this.shard = shard;
        this.store = store;
    }

    FeedPage page(Cursor after, int maxCommits) {
        boolean latest = after.equals(Cursor.LATEST);
        long position = latest ? 0 : after.position(store);
        List<RedisReply> found = shard.places(position, latest ? 0 : Math.min(maxCommits, MOST_ENTRIES));
        long newest = found.get(0).number();
        if (latest) {
            return new FeedPage(List.of(), Cursor.after(store, newest));
        }
        requireKept(after, position, found.get(1).number());
        if (position > newest) {
            throw new CursorExpiredException(after); // The server has lost what its reader had seen.
        }
        List<Place> places = new ArrayList<>();
        for (int i = 2; i + 2 < found.size(); i += 3) {
            places.add(new Place(
                    found.get(i).number(),
                    new StateId(found.get(i + 1).text()),
                    found.get(i + 2).number()));
        }
        return places.isEmpty()
                ? new FeedPage(List.of(), Cursor.after(store, position))
                : filled(after, position, places);
    }

    private FeedPage filled(Cursor after, long position, List<Place> places) {
        List<RedisReply> commits = shard.entries(
                places.stream().map(Place::state).toList(),
                places.stream().map(Place::revision).toList(),
                MOST_BYTES);
        requireKept(after, position, commits.getFirst().number());
        List<FeedPage.Entry> entries = new ArrayList<>();
        for (int i = 1; i < commits.size(); i++) {
            Place place = places.get(i - 1);
            entries.add(new FeedPage.Entry(
                    place.state(), CommitBytes.read(commits.get(i).bytes(), place.revision())));
        }
        return new FeedPage(
                entries, Cursor.after(store, places.get(entries.size() - 1).position()));
    }

    private static void requireKept(Cursor after, long position, long removed) {
        if (position < removed) {
            throw new CursorExpiredException(after);
        }
    }
}
