package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.EventFeed;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.feed.FeedBatch;
import dev.holdfast.engine.feed.FeedQuery;
import dev.holdfast.engine.feed.Occurred;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.testkit.ForwardingLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers of many states that wait: what wakes them, what they read, and that none is given too little or twice. */
final class RelayedFeedsTest {
    private static final Principal ALICE = Principal.of("alice");
    private static final Principal BOB = Principal.of("bob");
    private static final Duration LONG = Duration.ofMinutes(1);

    /** The longest that the store is waited for, so that readers that join soon know what lies behind all. */
    private static final Duration SHORT = Duration.ofMillis(5);

    private static final int READERS = 200;

    /** How often the feed was read without waiting, which only readers do for themselves. */
    private final AtomicInteger reads = new AtomicInteger();

    /** How often states were listed, which tells whom a state concerns that is not in memory. */
    private final AtomicInteger lists = new AtomicInteger();

    private final MemoryStorage storage = new MemoryStorage();
    private final Holdfast holdfast = Holdfast.on(new ForwardingLog(MemoryLog.open(storage)) {
                @Override
                public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
                    lists.incrementAndGet();
                    return super.list(shard, filter, after, max);
                }

                @Override
                public FeedPage feed(int shard, Cursor after, int max, Duration wait) {
                    if (wait.isZero()) {
                        reads.incrementAndGet();
                    }
                    return super.feed(shard, after, max, wait.compareTo(SHORT) > 0 ? SHORT : wait);
                }
            })
            .timersByHand()
            .open();
    private final List<EventFeed> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(EventFeed::close);
        holdfast.close();
    }

    @Test
    void commit_makesNoneReadTheStore() throws InterruptedException {
        List<State> states = IntStream.range(0, READERS)
                .mapToObj(group -> state(ALICE, Map.of("group", "g" + group)))
                .toList();
        List<EventFeed> feeds = new ArrayList<>();
        for (int group = 0; group < READERS; group++) {
            feeds.add(waiting(ALICE, labelled(Map.of("group", "g" + group))));
        }
        reads.set(0);

        states.forEach(state -> state.write(write -> write.set("k", 1)));
        for (int group = 0; group < READERS; group++) {
            assertThat(next(feeds.get(group), 1))
                    .containsExactly(states.get(group).handle().value() + ":2");
        }

        assertThat(reads).hasValue(0);
    }

    @Test
    void statesOfOthers_arePassedByWithoutAskingTheStore() {
        State state = state(ALICE, Map.of());
        EventFeed feed = holdfast.as(BOB).feed(FeedQuery.all());
        open.add(feed);
        for (int i = 0; i < 100; i++) {
            int number = i;
            state.write(write -> write.set("k", number));
        }
        lists.set(0);

        assertThat(feed.read(10, event -> true).events()).isEmpty();

        assertThat(lists).hasValue(0);
    }

    @Test
    void commit_reachesEveryKindOfReader() throws InterruptedException {
        State state = holdfast.as(ALICE)
                .open(StateSpec.named("orders-7").labels(Map.of("a", "1", "b", "2")))
                .state();
        state.share(BOB.id(), Access.READ);
        holdfast.as(BOB).state(state.handle().value()).read(); // takes it
        List<EventFeed> concerned = List.of(
                waiting(ALICE, FeedQuery.all()),
                waiting(BOB, FeedQuery.all()),
                waiting(ALICE, labelled(Map.of("a", "1"))),
                waiting(BOB, labelled(Map.of("b", "2", "a", "1"))),
                waiting(ALICE, prefixed("orders-")),
                waiting(ALICE, prefixed("")),
                waiting(BOB, new FeedQuery(null, "orders-7", Map.of("b", "2"), null, null)));
        List<EventFeed> others = List.of(
                waiting(Principal.of("carol"), FeedQuery.all()),
                waiting(ALICE, labelled(Map.of("a", "2"))),
                waiting(ALICE, labelled(Map.of("a", "1", "b", "3"))),
                waiting(ALICE, prefixed("orders-8")),
                waiting(ALICE, prefixed("orders-77")));

        state.write(write -> write.set("k", 1));

        for (EventFeed feed : concerned) {
            assertThat(next(feed, 1)).isEqualTo(ids(state, 4, 4));
        }
        for (EventFeed feed : others) {
            assertThat(feed.read(10, event -> true).events()).isEmpty();
        }
    }

    @Test
    void readerThatFallsBehind_isGivenAllInOrderAndOnce() throws InterruptedException {
        State state = state(ALICE, Map.of());
        EventFeed feed = waiting(ALICE, FeedQuery.all());

        for (int i = 0; i < 1_000; i++) {
            int number = i;
            state.write(write -> write.set("k", number));
        }

        assertThat(next(feed, 1_000)).isEqualTo(ids(state, 2, 1_001));
        feed.await(LONG);
        state.write(write -> write.set("k", "live"));
        assertThat(next(feed, 1)).isEqualTo(ids(state, 1_002, 1_002));
    }

    @Test
    void readerThatFallsBehindByBytes_isGivenAllInOrderAndOnce() throws InterruptedException {
        State state = state(ALICE, Map.of());
        EventFeed feed = waiting(ALICE, FeedQuery.all());
        String large = "x".repeat(100_000);

        for (int i = 0; i < 10; i++) {
            String text = large + i;
            state.write(write -> write.set("k", text));
        }

        assertThat(next(feed, 10)).isEqualTo(ids(state, 2, 11));
    }

    @Test
    void rightWithdrawnAfterTheCommit_isHeededAtDelivery() throws InterruptedException {
        State state = state(ALICE, Map.of());
        state.share(BOB.id(), Access.READ);
        holdfast.as(BOB).state(state.handle().value()).read(); // takes it
        EventFeed feed = waiting(BOB, FeedQuery.all());
        state.write(write -> write.set("k", 1));
        feed.await(LONG);

        state.share(BOB.id(), Access.NONE);

        assertThat(feed.read(10, event -> true).events()).isEmpty();
    }

    @Test
    void commitsOfOtherProcesses_reachReadersOfStatesThatAreNotInMemory() throws InterruptedException {
        try (Holdfast there =
                Holdfast.on(MemoryLog.open(storage)).timersByHand().open()) {
            State state = there.as(ALICE)
                    .open(StateSpec.unnamed().labels(Map.of("a", "1")))
                    .state();
            EventFeed mine = waiting(ALICE, labelled(Map.of("a", "1")));
            EventFeed other = waiting(ALICE, labelled(Map.of("a", "2")));

            state.write(write -> write.set("k", 1));

            assertThat(next(mine, 1)).isEqualTo(ids(state, 2, 2));
            assertThat(other.read(10, event -> true).events()).isEmpty();
        }
    }

    @Test
    void cursorOfAReaderThatIsConcernedByNothing_goesOn() throws InterruptedException {
        State state = state(ALICE, Map.of());
        EventFeed idle = waiting(BOB, FeedQuery.all());
        String before = idle.cursor();
        EventFeed beside = waiting(ALICE, FeedQuery.all());

        state.write(write -> write.set("k", 1));
        next(beside, 1);
        while (idle.cursor().equals(before)) {
            idle.await(Duration.ofMillis(1));
            idle.read(10, event -> true);
        }
        idle.close();

        reads.set(0);
        EventFeed again = holdfast.as(BOB).feed(FeedQuery.all().from(idle.cursor()));
        open.add(again);
        FeedBatch batch = again.read(10, event -> true);
        assertThat(batch.missed()).isFalse();
        assertThat(batch.events()).isEmpty();
    }

    private State state(Principal owner, Map<String, String> labels) {
        return holdfast.as(owner).open(StateSpec.unnamed().labels(labels)).state();
    }

    private static FeedQuery labelled(Map<String, String> labels) {
        return new FeedQuery(null, null, labels, null, null);
    }

    private static FeedQuery prefixed(String prefix) {
        return new FeedQuery(null, prefix, Map.of(), null, null);
    }

    /** A reader that has read all there is, and was told of what follows from then on. */
    private EventFeed waiting(Principal principal, FeedQuery query) throws InterruptedException {
        EventFeed feed = holdfast.as(principal).feed(query);
        open.add(feed);
        int before;
        do {
            before = reads.get();
            assertThat(feed.read(10, event -> true).events()).isEmpty();
            feed.await(Duration.ofMillis(1));
        } while (reads.get() > before);
        return feed;
    }

    private static List<String> next(EventFeed feed, int count) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            FeedBatch batch = feed.read(100, event -> true);
            assertThat(batch.missed()).isFalse();
            for (Occurred each : batch.events()) {
                ids.add(each.event().state().value() + ":" + each.event().revision());
            }
            if (!batch.more() && ids.size() < count) {
                feed.await(LONG);
            }
        }
        return ids;
    }

    private static List<String> ids(State state, long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(revision -> state.handle().value() + ":" + revision)
                .toList();
    }
}
