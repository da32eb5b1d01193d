package dev.holdfast.engine;

import dev.holdfast.engine.InternalStates.Terms;
import dev.holdfast.engine.feed.FeedBatch;
import dev.holdfast.engine.feed.FeedQuery;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A subscription to events whose place is kept in the store, under a name of its principal: it begins at the present
 * when it is first opened, and goes on after what was acknowledged whenever it is opened again, by any process. Events
 * that were read and not acknowledged come again, under the same state and revision. Meant for one reader at a time; of
 * two, one finds at its next acknowledgement that the other went on. Not safe for use by several threads.
 */
public final class DurableFeed implements AutoCloseable {
    private static final String KIND = "feeds";
    private static final String QUERY = "query";
    private static final String CURSOR = "cursor";
    private static final int LONGEST_NAME = 200;

    /** Of one principal. */
    private static final int MOST = 1_000;

    /** The places of a week are kept: removing them at once would cut the feed, for those who read it behind. */
    private static final Keep KEPT = Keep.age(Duration.ofDays(7));

    private final State place;
    private final EventFeed feed;
    private long revision;

    private DurableFeed(State place, EventFeed feed, long revision) {
        this.place = place;
        this.feed = feed;
        this.revision = revision;
    }

    static DurableFeed open(Engine engine, Principal principal, String name, FeedQuery query) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw Failure.invalid("name", "A name has 1 to " + LONGEST_NAME + " characters.")
                    .toException();
        }
        String key = JsonArray.of(Json.of(principal.id()), Json.of(name)).toString();
        InternalStates places = new InternalStates(engine, KIND).onBehalfOf(principal, MOST);
        StateView found = places.find(key).orElseGet(() -> begun(engine, principal, places, key, query));
        String cursor = found.document().string(CURSOR);
        if (cursor != null && !asked(query).equals(found.document().get(QUERY))) {
            throw Failure.invalid("query", "This subscription is to other states; cancel it or take another name.")
                    .toException();
        }
        EventFeed feed = new EventFeed(engine, principal, cursor == null ? query : query.from(cursor));
        DurableFeed durable = new DurableFeed(places.state(key), feed, found.revision());
        if (cursor == null) {
            durable.restart(query);
        }
        return durable;
    }

    private static StateView begun(
            Engine engine, Principal principal, InternalStates places, String key, FeedQuery query) {
        try (EventFeed present = new EventFeed(engine, principal, query)) {
            places.create(key, document(query, present.cursor()), Terms.forGood(KEPT));
        }
        return places.state(key).read();
    }

    /** It was cancelled, and begins anew. */
    private void restart(FeedQuery query) {
        JsonObject document = document(query, feed.cursor());
        revision = place.write(write -> {
                    document.forEach(write::set);
                    write.ifRevision(revision);
                })
                .revision();
    }

    private static JsonObject document(FeedQuery query, String cursor) {
        return JsonObject.of(QUERY, asked(query), CURSOR, Json.of(cursor));
    }

    private static JsonObject asked(FeedQuery query) {
        JsonObject.Builder labels = JsonObject.builder();
        Map<String, String> sorted = new TreeMap<>(query.labels());
        sorted.forEach(labels::put);
        return JsonObject.builder()
                .putIfPresent("target", query.target())
                .putIfPresent("name_prefix", query.namePrefix())
                .put("labels", labels.build())
                .build();
    }

    /** Reads on after what was read before, as {@link EventFeed#read} does. */
    public FeedBatch read(int most, Predicate<Event> wanted) {
        return feed.read(most, wanted);
    }

    /**
     * Waits until there may be more to read, as {@link EventFeed#await} does.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void await(Duration longest) throws InterruptedException {
        feed.await(longest);
    }

    /**
     * Keeps a place: what came before it does not come again. Returns once that is durable.
     *
     * @param cursor that of an event or of a batch that this read
     * @throws HoldfastException {@code conflict} if another reader of this name has acknowledged since this was opened;
     *     open it again
     */
    public void acknowledge(String cursor) {
        Objects.requireNonNull(cursor);
        revision = place.write(write -> write.set(CURSOR, cursor).ifRevision(revision))
                .revision();
    }

    /** Gives the place up: opened again, the subscription begins at the present. */
    public void cancel() {
        revision =
                place.write(write -> write.delete(CURSOR).ifRevision(revision)).revision();
        close();
    }

    /** Ends reading. The place stays. */
    @Override
    public void close() {
        feed.close();
    }

    @Override
    public String toString() {
        return "DurableFeed[at " + place.handle() + "]";
    }
}
