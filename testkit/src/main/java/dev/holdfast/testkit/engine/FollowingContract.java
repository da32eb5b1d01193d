package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Changes;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Waited;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Observers, waiting, and what changed since; across engines on one store. */
public interface FollowingContract extends StoreFixture {
    @Test
    default void observer_seesEveryEventOfEveryEngineInOrder() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            State same = elsewhere.states().state(state.handle().value());
            BlockingQueue<Event> seen = new LinkedBlockingQueue<>();

            try (Subscription watch = state.observe(seen::add)) {
                assertThat(watch).isNotNull();
                Crowd.run(4, i -> {
                    for (int n = 0; n < 50; n++) {
                        (i % 2 == 0 ? state : same).write(w -> w.increment("n", 1));
                    }
                    return i;
                });
                assertThat(revisions(take(seen, 200)))
                        .isEqualTo(LongStream.rangeClosed(2, 201).boxed().toList());
            }
        }
    }

    @Test
    default void observer_mayBeginInThePast() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("a", 1));
            BlockingQueue<Event> seen = new LinkedBlockingQueue<>();

            try (Subscription watch = state.observe(1, seen::add)) {
                assertThat(watch).isNotNull();
                assertThat(revisions(take(seen, 2))).containsExactly(1L, 2L);
                state.write(w -> w.set("a", 2));
                assertThat(revisions(take(seen, 1))).containsExactly(3L);
            }
        }
    }

    @Test
    default void slowObserver_holdsNobodyUpAndMissesNothing() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            CountDownLatch hold = new CountDownLatch(1);
            BlockingQueue<Event> seen = new LinkedBlockingQueue<>();

            try (Subscription watch = state.observe(event -> {
                Crowd.await(hold);
                seen.add(event);
            })) {
                assertThat(watch).isNotNull();
                for (int i = 0; i < 1_000; i++) {
                    state.write(w -> w.increment("n", 1));
                }
                hold.countDown();
                assertThat(revisions(take(seen, 1_000)))
                        .isEqualTo(LongStream.rangeClosed(2, 1_001).boxed().toList());
            }
        }
    }

    @Test
    default void observerThatFails_isToldOfTheNextEvent() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            BlockingQueue<Event> seen = new LinkedBlockingQueue<>();

            try (Subscription watch = state.observe(event -> {
                seen.add(event);
                throw new IllegalStateException("an observer of the test that fails");
            })) {
                assertThat(watch).isNotNull();
                state.write(w -> w.set("a", 1));
                state.write(w -> w.set("a", 2));
                assertThat(revisions(take(seen, 2))).containsExactly(2L, 3L);
            }
        }
    }

    @Test
    default void observer_isToldWhenTheStateIsErasedAndThenNoMore() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            for (EngineUnderTest eraser : List.of(engine, elsewhere)) {
                State state = engine.open();
                BlockingQueue<Object> ends = new LinkedBlockingQueue<>();
                try (Subscription watch =
                                state.observe(2, event -> ends.add(event.type()), gone -> ends.add(gone.code()));
                        Subscription other = state.observe(event -> {})) {
                    assertThat(List.of(watch, other)).doesNotContainNull();
                    eraser.states().state(state.handle().value()).erase(null);

                    assertThat(ends.poll(60, TimeUnit.SECONDS)).isIn(EventType.ERASED, Failure.Code.NOT_FOUND);
                    await().untilAsserted(() ->
                            assertThat(engine.holdfast().figures().listeners()).isZero());
                    assertThat(ends).isEmpty();
                }
            }
        }
    }

    @Test
    default void wait_endsWhenTheStateIsErasedByAnotherEngine() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            Future<Waited> waiting = Crowd.start(() -> state.await(new WaitFor(1L, Set.of(), Duration.ofMinutes(10))));
            await().until(() -> engine.holdfast().figures().listeners() == 1);

            elsewhere.states().state(state.handle().value()).erase(null);

            assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            HoldfastException.class,
                            e -> assertThat(e.failure().code()).isEqualTo(Failure.Code.NOT_FOUND));
        }
    }

    @Test
    default void wait_isWokenByAnotherEngine() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            State same = elsewhere.states().state(state.handle().value());

            Future<Waited> waiting =
                    Crowd.start(() -> state.await(new WaitFor(1L, Set.of("b"), Duration.ofSeconds(60))));
            same.write(w -> w.set("a", 1));
            same.write(w -> w.set("b", 1));

            Waited waited = Crowd.join(waiting);
            assertThat(waited.timedOut()).isFalse();
            assertThat(waited.changed()).containsExactly("b");
            assertThat(waited.revision()).isEqualTo(3);
        }
    }

    @Test
    default void wait_answersAtOnceWhatHasHappenedAlready() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("a", 1));

            assertThat(state.await(new WaitFor(1L, Set.of(), Duration.ofSeconds(60)))
                            .changed())
                    .containsExactly("a");
            Waited none = state.await(WaitFor.change(Duration.ofMillis(20)));
            assertThat(none.timedOut()).isTrue();
            assertThat(none.revision()).isEqualTo(2);
        }
    }

    @Test
    default void wait_losesNoWakeUp() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            for (int round = 0; round < 100; round++) {
                long since = state.read().revision();
                Future<Waited> waiting =
                        Crowd.start(() -> state.await(new WaitFor(since, Set.of(), Duration.ofSeconds(60))));
                state.write(w -> w.increment("n", 1));
                assertThat(Crowd.join(waiting).timedOut()).isFalse();
            }
        }
    }

    @Test
    default void since_tellsWhatChangedAndWhatIsGone() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("a", 1).set("b", 1).set("c", 1));
            state.write(w -> w.set("a", 2).delete("b"));

            Changes changes = state.since(2);
            assertThat(changes.changed()).containsExactly("a");
            assertThat(changes.deleted()).isEqualTo(new TreeMap<>(Map.of("b", 3L)));
            assertThat(changes.full()).isFalse();
            assertThat(state.since(3).changed()).isEmpty();
            state.write(w -> w.set("d", 1));
            state.write(w -> w.delete("d"));
            assertThat(state.since(0).full()).isFalse();
            assertThat(state.since(0).changed()).containsExactly("a", "c");
            assertThat(state.since(0).deleted()).isEqualTo(new TreeMap<>(Map.of("b", 3L, "d", 5L)));
            assertThat(state.since(0).now().document().get("a")).isEqualTo(Json.of(2));
        }
    }

    private static List<Event> take(BlockingQueue<Event> queue, int count) throws InterruptedException {
        List<Event> events = new ArrayList<>();
        while (events.size() < count) {
            Event event = queue.poll(Crowd.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("event %d of %d", events.size() + 1, count).isNotNull();
            events.add(event);
        }
        return events;
    }

    private static List<Long> revisions(List<Event> events) {
        return events.stream().map(Event::revision).toList();
    }
}
