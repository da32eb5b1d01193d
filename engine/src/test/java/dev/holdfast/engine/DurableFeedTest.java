package dev.holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.feed.FeedBatch;
import dev.holdfast.engine.feed.FeedQuery;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurableFeedTest {
    private final MemoryStorage storage = new MemoryStorage();
    private final Holdfast here = Holdfast.on(MemoryLog.open(storage)).open();
    private final Holdfast there = Holdfast.on(MemoryLog.open(storage)).open();
    private final State state =
            here.as(Principal.of("alice")).open(StateSpec.named("cart")).state();

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private static DurableFeed open(Holdfast holdfast, FeedQuery query) {
        return holdfast.as(Principal.of("alice")).durableFeed("billing", query);
    }

    private static List<Long> revisions(FeedBatch batch) {
        return batch.events().stream()
                .map(occurred -> occurred.event().revision())
                .toList();
    }

    @Test
    void events_comeAgainUntilTheyAreAcknowledged_inAnyProcess() {
        open(here, FeedQuery.all()).close();
        state.write(w -> w.set("a", 1));
        state.write(w -> w.set("a", 2));
        try (DurableFeed feed = open(here, FeedQuery.all())) {
            assertThat(revisions(feed.read(10, event -> true))).containsExactly(2L, 3L);
        }
        try (DurableFeed feed = open(there, FeedQuery.all())) {
            FeedBatch again = feed.read(10, event -> true);
            assertThat(revisions(again)).containsExactly(2L, 3L);
            feed.acknowledge(again.events().getFirst().cursor());
        }
        try (DurableFeed feed = open(here, FeedQuery.all())) {
            assertThat(revisions(feed.read(10, event -> true))).containsExactly(3L);
        }
    }

    @Test
    void reader_thatWasOvertakenIsTold() {
        try (DurableFeed one = open(here, FeedQuery.all());
                DurableFeed other = open(there, FeedQuery.all())) {
            state.write(w -> w.set("a", 1));
            other.acknowledge(other.read(10, event -> true).cursor());
            assertThatThrownBy(() -> one.acknowledge(one.read(10, event -> true).cursor()))
                    .isInstanceOfSatisfying(
                            HoldfastException.class,
                            refused -> assertThat(refused.failure().code()).isEqualTo(Failure.Code.CONFLICT));
        }
    }

    @Test
    void subscription_thatIsCancelledBeginsAtThePresent() {
        open(here, FeedQuery.all()).cancel();
        state.write(w -> w.set("a", 1));
        try (DurableFeed feed = open(here, FeedQuery.of("@cart"))) {
            assertThat(feed.read(10, event -> true).events()).isEmpty();
            state.write(w -> w.set("a", 2));
            assertThat(revisions(feed.read(10, event -> true))).containsExactly(3L);
        }
    }

    @Test
    void name_isOfOneQueryAndItsPrincipal() {
        open(here, FeedQuery.all()).close();
        assertThatThrownBy(() -> open(there, FeedQuery.of("@cart"))).isInstanceOf(HoldfastException.class);
        state.write(w -> w.set("a", 1));
        try (DurableFeed bob = here.as(Principal.of("bob")).durableFeed("billing", FeedQuery.all())) {
            assertThat(bob.read(10, event -> true).events()).isEmpty();
        }
        assertThatThrownBy(() -> here.as(Principal.of("bob")).durableFeed("", FeedQuery.all()))
                .isInstanceOf(HoldfastException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyEvent_isAcknowledgedOnceHoweverOftenReadersFail(long seed) {
        Random random = new Random(seed);
        List<Long> done = new ArrayList<>();
        open(here, FeedQuery.all()).close();
        for (int i = 0; i < 60; i++) {
            state.write(w -> w.increment("a", 1));
            try (DurableFeed feed = open(random.nextBoolean() ? here : there, FeedQuery.all())) {
                FeedBatch batch = feed.read(1 + random.nextInt(5), event -> true);
                if (random.nextBoolean() && !batch.events().isEmpty()) {
                    int taken = 1 + random.nextInt(batch.events().size());
                    feed.acknowledge(batch.events().get(taken - 1).cursor());
                    done.addAll(revisions(batch).subList(0, taken));
                }
            }
        }
        try (DurableFeed feed = open(here, FeedQuery.all())) {
            done.addAll(revisions(feed.read(100, event -> true)));
        }
        assertThat(done)
                .isEqualTo(state.history(2, 100).stream().map(Event::revision).toList());
    }
}
