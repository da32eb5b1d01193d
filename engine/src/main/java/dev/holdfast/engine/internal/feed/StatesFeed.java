package dev.holdfast.engine.internal.feed;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.feed.FeedBatch;
import dev.holdfast.engine.feed.FeedQuery;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.follow.Audience;
import dev.holdfast.engine.internal.follow.Moved;
import dev.holdfast.engine.internal.follow.RelayQueue;
import dev.holdfast.engine.internal.follow.Relayed;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The events of all states that a principal may list, from the feed of the store, shard by shard. A reader that waits
 * has read it to its end, and from then on is given what concerns it; it reads the store again when it falls behind.
 */
final class StatesFeed implements PrincipalFeed {
    private static final Logger LOGGER = System.getLogger(StatesFeed.class.getName());
    private static final int PAGE = 256;

    private final Engine engine;
    private final CommitLog log;
    private final Sight sight;
    private final HeaderFilter filter;
    private final @Nullable Instant floor;
    private final Moved moved = new Moved();
    private FeedPlaces places;
    private boolean astray;
    private @Nullable Live live;

    private StatesFeed(
            Engine engine, Principal principal, FeedQuery query, @Nullable Instant floor, FeedPlaces places) {
        this.engine = engine;
        this.log = engine.log();
        this.sight = new Sight(engine, principal);
        this.filter = HeaderFilter.of(principal.id()).withNames(query.namePrefix(), query.labels());
        this.floor = floor;
        this.places = places;
    }

    /** Opens it at a cursor; at the beginning, which is told as missed, if the cursor is of no such store. */
    static StatesFeed open(Engine engine, Principal principal, FeedQuery query, @Nullable Instant floor) {
        int shards = engine.log().info().shards();
        String cursor = query.cursor();
        Optional<FeedPlaces> known = cursor == null
                ? Optional.of(FeedPlaces.of(shards, shard -> present(engine.log(), shard)))
                : FeedPlaces.parse(cursor, shards);
        StatesFeed feed = new StatesFeed(
                engine, principal, query, floor, known.orElseGet(() -> FeedPlaces.of(shards, shard -> Cursor.START)));
        feed.astray = known.isEmpty();
        return feed;
    }

    private static Cursor present(CommitLog log, int shard) {
        return log.feed(shard, Cursor.LATEST, 1, Duration.ZERO).next();
    }

    @Override
    public String cursor() {
        return places.toString();
    }

    /** What one shard led to. */
    private enum Outcome {
        /** All of it was read. */
        READ,
        /** The read is full before its end. */
        FULL,
        /** Something that followed is not kept, or cannot be read. */
        MISSED
    }

    @Override
    public FeedBatch read(int most, Predicate<Event> wanted) {
        FeedPlaces before = places;
        if (live != null && live.isOver()) {
            leave();
        }
        try {
            Gathering found = new Gathering(most, wanted, floor);
            return batch(found, live != null && live.isSettled() ? given(live, found) : read(found));
        } catch (RuntimeException e) {
            places = before; // what was found is not returned, so it is read again
            leave();
            throw e;
        }
    }

    private FeedBatch batch(Gathering found, Outcome outcome) {
        if (outcome == Outcome.MISSED && found.isEmpty()) {
            return new FeedBatch(List.of(), cursor(), true, true);
        }
        FeedBatch batch = found.batch(cursor(), outcome != Outcome.READ);
        sight.record(batch.events());
        return batch;
    }

    private Outcome read(Gathering found) {
        boolean met = live != null && live.isMet();
        Outcome outcome = astray ? Outcome.MISSED : Outcome.READ;
        astray = false;
        for (int shard = 0; shard < places.all().size() && outcome == Outcome.READ; shard++) {
            outcome = read(shard, found);
        }
        if (outcome == Outcome.READ && live != null && met) {
            live.settle();
        }
        return outcome;
    }

    private Outcome given(Live given, Gathering found) {
        Outcome outcome = Outcome.READ;
        for (Relayed next = given.next(); next != null; next = given.next()) {
            FeedPlaces after = places.with(next.shard(), new FeedPlaces.Place(next.page(), next.past()));
            outcome = read(next.entry(), after, found);
            if (outcome == Outcome.READ || (outcome == Outcome.MISSED && found.isEmpty())) {
                given.take(next);
            }
            if (outcome != Outcome.READ) {
                return outcome;
            }
        }
        places = given.idle(places);
        return outcome;
    }

    private Outcome read(int shard, Gathering found) {
        while (true) {
            FeedPlaces.Place place = places.of(shard);
            FeedPage page;
            try {
                page = log.feed(shard, place.page(), PAGE, Duration.ZERO);
            } catch (CursorExpiredException e) {
                if (found.isEmpty()) {
                    places = places.with(shard, new FeedPlaces.Place(present(log, shard)));
                }
                return Outcome.MISSED;
            }
            Outcome outcome = read(shard, place, page, found);
            if (outcome != Outcome.READ) {
                return outcome;
            }
            places = places.with(shard, new FeedPlaces.Place(page.next()));
            if (page.entries().isEmpty()) {
                return Outcome.READ;
            }
        }
    }

    private Outcome read(int shard, FeedPlaces.Place place, FeedPage page, Gathering found) {
        for (int at = place.past(); at < page.entries().size(); at++) {
            FeedPlaces after = places.with(shard, new FeedPlaces.Place(place.page(), at + 1));
            Outcome outcome = read(page.entries().get(at), after, found);
            if (outcome != Outcome.READ) {
                return outcome;
            }
        }
        return Outcome.READ;
    }

    /** Goes on to a place behind a commit, unless the read ends before it. */
    private Outcome read(FeedPage.Entry entry, FeedPlaces after, Gathering found) {
        try {
            if (!found.goesOn() || !offer(entry, after, found)) {
                return Outcome.FULL;
            }
        } catch (StoreUnavailableException e) {
            if (e.damagedRevision().isEmpty()) {
                throw e;
            }
            LOGGER.log(Level.WARNING, "an event is not told: " + e.getMessage());
            places = found.isEmpty() ? after : places;
            return Outcome.MISSED;
        }
        places = after;
        return Outcome.READ;
    }

    private boolean offer(FeedPage.Entry entry, FeedPlaces after, Gathering found) {
        if (!isListed(entry.state(), entry.commit().revision())) {
            return true;
        }
        if (live != null && !live.isSettled()) {
            live.read(entry.state(), entry.commit().revision());
        }
        return found.takes(engine.history().stored().decode(entry.state(), entry.commit()), after::toString);
    }

    /**
     * Internal states have no handle, and are never told of. Most states are those of others, which is seen from what
     * is in memory before the store is asked.
     */
    private boolean isListed(StateId id, long revision) {
        if (!id.isHandle()) {
            return false;
        }
        Audience audience = engine.visibility().audience(id, revision);
        if (audience != null && !audience.mayMatch(filter)) {
            return false;
        }
        Image image = sight.of(id);
        return image != null && filter.matches(image.header());
    }

    @Override
    public void await(Duration longest) throws InterruptedException {
        if (live == null) {
            live = new Live(
                    engine.tailer(), new RelayQueue(filter, moved), places.all().size());
        } else {
            moved.await(longest.toNanos());
        }
    }

    private void leave() {
        if (live != null) {
            live.close();
            live = null;
        }
    }

    @Override
    public void wake() {
        moved.missed();
    }

    @Override
    public void close() {
        leave();
    }
}
