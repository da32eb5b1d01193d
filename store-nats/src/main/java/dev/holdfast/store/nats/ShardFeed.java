package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the feed of a shard from its leader. Positions are the sequences of the stream, which has no gaps but those of
 * messages that were removed: a reader that meets one, or a base that a state began with, has missed something.
 */
final class ShardFeed {
    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_BYTES = 16 << 20;

    private final StreamLeader leader;
    private final String store;

    ShardFeed(StreamLeader leader, String store) {
        this.leader = leader;
        this.store = store;
    }

    /** The commits after a cursor that are there now. */
    FeedPage read(Cursor after, int maxCommits) {
        long newest = leader.newest();
        if (after.equals(Cursor.LATEST)) {
            return new FeedPage(List.of(), Cursor.after(store, newest));
        }
        long position = after.position(store);
        List<FeedPage.Entry> entries = new ArrayList<>();
        long bytes = 0;
        while (position < newest && entries.size() < maxCommits && bytes < MOST_BYTES) {
            long to = Math.min(newest, position + Math.min(MOST_AT_ONCE, maxCommits));
            List<NatsMessages.@Nullable Stored> messages = leader.range(position + 1, to);
            for (int i = 0; i < messages.size() && entries.size() < maxCommits && bytes < MOST_BYTES; i++) {
                FeedPage.@Nullable Entry entry = entry(after, messages.get(i));
                position++;
                if (entry != null) {
                    entries.add(entry);
                    bytes += entry.commit().event().length();
                }
            }
        }
        return new FeedPage(entries, Cursor.after(store, position));
    }

    /** What the feed tells of a message; null if nothing. */
    private FeedPage.@Nullable Entry entry(Cursor after, NatsMessages.@Nullable Stored message) {
        if (message == null || message.record().kind() == NatsRecord.Kind.BEGUN) {
            throw new CursorExpiredException(after);
        } else if (message.record().kind() != NatsRecord.Kind.COMMIT) {
            return null;
        }
        Bytes event = leader.payload(message);
        if (event == null) {
            throw new CursorExpiredException(after);
        }
        return new FeedPage.Entry(message.state(), message.record().commit(event));
    }
}
