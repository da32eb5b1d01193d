package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The feed: ordered per state, without repeats or gaps, resumable from every cursor. */
public interface FeedContract extends StoreFixture {
    @Test
    default void feed_startsAtThePresent() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            int shard = log.info().shardOf(id);
            Samples.fill(log, id, 1);
            FeedPage present = log.feed(shard, Cursor.LATEST, 10, Duration.ofSeconds(Crowd.PATIENCE_SECONDS));
            assertThat(present.entries()).isEmpty();
            assertThat(entriesOf(log, present.next(), id)).isEmpty();
            Samples.appendTo(log, Samples.append(id, 1));
            assertThat(entriesOf(log, present.next(), id))
                    .extracting(entry -> entry.commit().revision())
                    .containsExactly(2L);
        }
    }

    @Test
    default void feed_holdsTheCommitsAsStored() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            Cursor before = present(log, id);
            List<Commit> commits = Samples.fill(log, id, 5);
            assertThat(entriesOf(log, before, id))
                    .isEqualTo(commits.stream()
                            .map(commit -> new FeedPage.Entry(id, commit))
                            .toList());
        }
    }

    @Test
    default void feed_fromTheStartReachesEverythingUnlessSomethingWasRemoved() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            List<Commit> commits = Samples.fill(log, id, 3);
            List<FeedPage.Entry> entries;
            try {
                entries = entriesOf(log, Cursor.START, id);
            } catch (CursorExpiredException e) {
                assertThat(e).hasMessageContaining("start");
                return;
            }
            assertThat(entries).extracting(FeedPage.Entry::commit).isEqualTo(commits);
        }
    }

    @Test
    default void feed_isResumableFromEveryCursor() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            Cursor cursor = present(log, id);
            Samples.fill(log, id, 40);
            List<FeedPage.Entry> all = entriesOf(log, cursor, id);
            List<FeedPage.Entry> walked = new ArrayList<>();
            FeedPage page;
            do {
                assertThat(entriesOf(log, cursor, id)).isEqualTo(all.subList(walked.size(), all.size()));
                page = log.feed(log.info().shardOf(id), cursor, 3, Duration.ZERO);
                page.entries().stream()
                        .filter(entry -> entry.state().equals(id))
                        .forEach(walked::add);
                cursor = page.next();
            } while (!page.entries().isEmpty());
            assertThat(walked).isEqualTo(all).hasSize(40);
        }
    }

    @Test
    default void feed_missesAndRepeatsNothingWhileManyClientsWrite() {
        try (CommitLog one = open();
                CommitLog two = open()) {
            List<StateId> states = statesOfOneShard(one, 8);
            Cursor cursor = present(one, states.getFirst());
            Future<Map<StateId, List<Long>>> reader =
                    Crowd.start(() -> follow(two, cursor, Set.copyOf(states), 8 * 40));
            Crowd.run(states.size(), writer -> {
                for (int i = 0; i < 40; i++) {
                    CommitLog log = i % 2 == 0 ? one : two;
                    assertThat(Samples.appendTo(log, Samples.append(states.get(writer), i)))
                            .isInstanceOf(Appended.class);
                }
                return writer;
            });
            List<Long> revisions = LongStream.rangeClosed(1, 40).boxed().toList();
            assertThat(Crowd.join(reader))
                    .hasSize(8)
                    .allSatisfy((id, seen) -> assertThat(seen).isEqualTo(revisions));
        }
    }

    @Test
    default void feed_waitsForTheFirstCommitOfAnyClient() {
        try (CommitLog one = open();
                CommitLog two = open()) {
            for (CommitLog writer : List.of(one, two)) {
                StateId id = Samples.freshId();
                Cursor before = present(one, id);
                Future<Map<StateId, List<Long>>> reader = Crowd.start(() -> follow(one, before, Set.of(id), 1));
                Samples.fill(writer, id, 1);
                assertThat(Crowd.join(reader)).containsEntry(id, List.of(1L));
            }
        }
    }

    @Test
    default void feed_givesUpWaitingWithAPlaceToGoOn() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            Cursor before = present(log, id);
            FeedPage page = log.feed(log.info().shardOf(id), before, 10, Duration.ofMillis(20));
            Samples.fill(log, id, 1);
            assertThat(entriesOf(log, page.next(), id)).hasSize(1);
        }
    }

    @Test
    default void feed_stopsWaitingWhenTheStoreCloses() {
        ConcurrentLinkedQueue<Thread> waiting = new ConcurrentLinkedQueue<>();
        CommitLog log = open();
        StateId id = Samples.freshId();
        Cursor before = present(log, id);
        Future<FeedPage> reader = Crowd.start(() -> {
            waiting.add(Thread.currentThread());
            return log.feed(log.info().shardOf(id), before, 10, Duration.ofHours(1));
        });
        while (waiting.isEmpty()) {
            Thread.onSpinWait();
        }
        log.close();
        assertThatThrownBy(() -> Crowd.join(reader)).hasCauseInstanceOf(StoreUnavailableException.class);
    }

    @Test
    default void feed_refusesForeignAndMalformedCursors() {
        try (CommitLog log = open()) {
            for (String value : List.of("", "17", "@", "-1@" + log.info().id(), "1@another-store", "x@y@z")) {
                assertThatThrownBy(() -> log.feed(0, new Cursor(value), 10, Duration.ZERO))
                        .as(value)
                        .isInstanceOf(CursorExpiredException.class);
            }
        }
    }

    @Test
    default void feed_expiresCursorsBeforeWhatWasRemoved() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            Cursor before = present(log, id);
            List<Commit> commits = Samples.fill(log, id, 3);
            Cursor after = present(log, id);
            log.truncate(id, 2, Samples.base(commits.get(1)));
            assertThatThrownBy(() -> entriesOf(log, before, id)).isInstanceOf(CursorExpiredException.class);
            assertThat(entriesOf(log, after, id)).isEmpty();
            log.tombstone(id, 3);
            StateId next = statesOfOneShard(log, id).getFirst();
            Samples.fill(log, next, 1);
            assertThat(entriesOf(log, after, next)).hasSize(1);
        }
    }

    /** A cursor at the present of the shard of a state. */
    private static Cursor present(CommitLog log, StateId id) {
        return log.feed(log.info().shardOf(id), Cursor.LATEST, 1, Duration.ZERO).next();
    }

    private static List<FeedPage.Entry> entriesOf(CommitLog log, Cursor after, StateId id) {
        List<FeedPage.Entry> entries = new ArrayList<>();
        FeedPage page = log.feed(log.info().shardOf(id), after, 100, Duration.ZERO);
        while (!page.entries().isEmpty()) {
            page.entries().stream().filter(entry -> entry.state().equals(id)).forEach(entries::add);
            page = log.feed(log.info().shardOf(id), page.next(), 100, Duration.ZERO);
        }
        return entries;
    }

    /**
     * Follows the feed until it has shown the given number of commits of the states, and returns their revisions in
     * that order.
     */
    private static Map<StateId, List<Long>> follow(CommitLog log, Cursor after, Set<StateId> states, int commits) {
        Map<StateId, List<Long>> told = new HashMap<>();
        int shard = log.info().shardOf(states.iterator().next());
        Cursor cursor = after;
        for (int seen = 0; seen < commits; ) {
            FeedPage page = log.feed(shard, cursor, 5, Duration.ofSeconds(5));
            for (FeedPage.Entry entry : page.entries()) {
                if (states.contains(entry.state())) {
                    told.computeIfAbsent(entry.state(), id -> new ArrayList<>())
                            .add(entry.commit().revision());
                    seen++;
                }
            }
            cursor = page.next();
        }
        return told;
    }

    private static List<StateId> statesOfOneShard(CommitLog log, int count) {
        return statesOfShard(log, 0, count);
    }

    private static List<StateId> statesOfOneShard(CommitLog log, StateId with) {
        return statesOfShard(log, log.info().shardOf(with), 1);
    }

    private static List<StateId> statesOfShard(CommitLog log, int shard, int count) {
        List<StateId> states = new ArrayList<>();
        while (states.size() < count) {
            StateId id = Samples.freshId();
            if (log.info().shardOf(id) == shard) {
                states.add(id);
            }
        }
        return states;
    }
}
