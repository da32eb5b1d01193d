package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the feed of a shard from its leader. Positions are the sequences of the stream, which has no gaps but those of
 * messages that were removed. A reader that meets one, or a base that a state began with, has missed something if a
 * commit after its position was removed; the newest message of each state tells up to where that may be, and the fold
 * knows them all.
 */
final class ShardFeed {
    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_BYTES = 16 << 20;

    private final StreamLeader leader;
    private final Supplier<ShardFold> upToDate;
    private final String store;

    /** @param upToDate the fold, once it knows all that was acknowledged before it is asked for */
    ShardFeed(StreamLeader leader, Supplier<ShardFold> upToDate, String store) {
        this.leader = leader;
        this.upToDate = upToDate;
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
                FeedPage.@Nullable Entry entry = entry(after, position, messages.get(i));
                position++;
                if (entry != null) {
                    entries.add(entry);
                    bytes += entry.commit().event().length();
                }
            }
        }
        return new FeedPage(entries, Cursor.after(store, position));
    }

    /** What the feed tells of the message after a position; null if nothing. */
    private FeedPage.@Nullable Entry entry(Cursor after, long position, NatsMessages.@Nullable Stored message) {
        if (message == null || message.record().kind() == NatsRecord.Kind.BEGUN) {
            requireNothingMissed(after, position);
            return null;
        } else if (message.record().kind() != NatsRecord.Kind.COMMIT) {
            return null;
        }
        Bytes event = leader.payload(message);
        if (event == null) {
            requireNothingMissed(after, position);
            return null;
        }
        return new FeedPage.Entry(message.state(), message.record().commit(event));
    }

    private void requireNothingMissed(Cursor after, long position) {
        if (upToDate.get().removed() > position) {
            throw new CursorExpiredException(after);
        }
    }
}
