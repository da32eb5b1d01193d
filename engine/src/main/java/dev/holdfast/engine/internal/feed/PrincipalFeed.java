package dev.holdfast.engine.internal.feed;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.feed.FeedBatch;
import dev.holdfast.engine.feed.FeedQuery;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Names;
import dev.holdfast.engine.spi.StateId;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Events as one principal may see them, from a position on. Whether the principal may is looked at in every read. Not
 * safe for use by several threads.
 */
public sealed interface PrincipalFeed extends AutoCloseable permits StateFeed, StatesFeed {
    /**
     * Opens the feed of one state or of all.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code not_found}, {@code invalid} if the one state cannot be seen
     */
    static PrincipalFeed open(Engine engine, Principal principal, FeedQuery query) {
        String target = query.target();
        String cursor = query.cursor();
        Instant floor = floor(engine, query);
        if (target == null) {
            return StatesFeed.open(engine, principal, query, floor);
        }
        StateId state = new Names(engine).handle(principal, target);
        return StateFeed.open(engine, new Sight(engine, principal), state, cursor, floor);
    }

    /** Whether a feed of a principal tells of a state now. */
    static boolean sees(Engine engine, Principal principal, StateId state) {
        return new Sight(engine, principal).of(state) != null;
    }

    private static @Nullable Instant floor(Engine engine, FeedQuery query) {
        return query.cursor() == null || query.maxAge() == null
                ? null
                : engine.now().minus(query.maxAge());
    }

    /** Where the next read begins. */
    String cursor();

    /** Reads on without waiting. */
    FeedBatch read(int most, Predicate<Event> wanted);

    /** Waits until there may be more; the first call returns at once. */
    void await(Duration longest) throws InterruptedException;

    /** Ends a wait, this or the next one. From any thread. */
    void wake();

    @Override
    void close();
}
