package dev.holdfast.engine.internal.feed;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.feed.FeedBatch;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.StateId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The events of one state, from its log: its position is a revision, which holds in every store the state moves to. */
final class StateFeed implements PrincipalFeed {
    private static final int PAGE = 256;
    private static final String SEPARATOR = ".";

    private final Sight sight;
    private final History history;
    private final StateId id;
    private final @Nullable Instant floor;
    private final Waking waking;
    private long seen;
    private boolean astray;

    private StateFeed(Engine engine, Sight sight, StateId id, @Nullable Instant floor, @Nullable Long seen) {
        this.sight = sight;
        this.history = engine.history();
        this.id = id;
        this.floor = floor;
        this.waking = new Waking(moved -> engine.tailer().listen(id, moved));
        this.seen = seen == null ? 0 : seen;
        this.astray = seen == null;
    }

    /**
     * Opens it at a cursor; at the oldest event that is kept, which is told as missed, if the cursor is not its own.
     */
    static StateFeed open(Engine engine, Sight sight, StateId id, @Nullable String cursor, @Nullable Instant floor) {
        long newest = sight.require(id).revision();
        return new StateFeed(engine, sight, id, floor, cursor == null ? Long.valueOf(newest) : revision(id, cursor));
    }

    private static @Nullable Long revision(StateId id, String cursor) {
        String own = id.value() + SEPARATOR;
        try {
            long revision = cursor.startsWith(own) ? Long.parseLong(cursor, own.length(), cursor.length(), 10) : -1;
            return revision < 0 ? null : Long.valueOf(revision);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public String cursor() {
        return cursor(seen);
    }

    private String cursor(long revision) {
        return id.value() + SEPARATOR + revision;
    }

    @Override
    public FeedBatch read(int most, Predicate<Event> wanted) {
        Image now = sight.require(id);
        if (astray || seen > now.revision()) {
            return resume(now, astray ? 0 : now.revision());
        }
        long before = seen;
        try {
            return read(new Gathering(most, wanted, floor), now);
        } catch (RuntimeException e) {
            seen = before; // what was found is not returned, so it is read again
            throw e;
        }
    }

    private FeedBatch read(Gathering found, Image now) {
        Reached reached = gather(found, now.revision());
        if (reached == Reached.GAP && found.isEmpty()) {
            return resume(now, seen);
        }
        FeedBatch batch = found.batch(cursor(), reached != Reached.NEWEST);
        sight.record(batch.events());
        return batch;
    }

    /** How far a read went. */
    private enum Reached {
        /** To the newest event. */
        NEWEST,
        /** Not so far: it is full. */
        ENOUGH,
        /** To events that are no longer kept. */
        GAP
    }

    private Reached gather(Gathering found, long newest) {
        while (seen < newest) {
            List<Event> events = next(newest);
            if (events == null) {
                return Reached.GAP;
            }
            for (Event event : events) {
                if (!found.goesOn() || !found.takes(event, () -> cursor(event.revision()))) {
                    return Reached.ENOUGH;
                }
                seen = event.revision();
            }
        }
        return Reached.NEWEST;
    }

    /** The next events; null if the next one is no longer kept. */
    private @Nullable List<Event> next(long newest) {
        try {
            List<Event> events = history.events(id, seen + 1, (int) Math.min(PAGE, newest - seen));
            if (events.isEmpty()) {
                throw Failure.notFound(id.value()).toException(); // it was erased meanwhile
            }
            return events;
        } catch (HoldfastException e) {
            if (e.failure().code() == Failure.Code.COMPACTED) {
                return null;
            }
            throw e;
        }
    }

    /** Goes on with the oldest event after a revision that is kept. */
    private FeedBatch resume(Image now, long after) {
        List<Event> kept = history.kept(id, after + 1, 1);
        seen = kept.isEmpty() ? now.revision() : kept.getFirst().revision() - 1;
        astray = false;
        return new FeedBatch(List.of(), cursor(), true, seen < now.revision());
    }

    @Override
    public void await(Duration longest) throws InterruptedException {
        waking.await(longest);
    }

    @Override
    public void wake() {
        waking.wake();
    }

    @Override
    public void close() {
        waking.end();
    }
}
