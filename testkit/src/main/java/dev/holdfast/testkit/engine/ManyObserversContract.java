package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Waited;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.StoreFixture;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Thousands of observers: they get exactly the events they wait for, need no threads, and do not delay writers. */
public interface ManyObserversContract extends StoreFixture {
    int WAITERS = 10_000;

    /** Allowance for platform threads started for other reasons: by the store, and as carriers of virtual threads. */
    int FEW_THREADS = 64;

    @Test
    default void slowObservers_holdNoWriterUpUnderFullLoad() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            CountDownLatch hold = new CountDownLatch(1);
            List<Watcher> watchers =
                    Stream.generate(() -> new Watcher(state, hold)).limit(50).toList();

            Crowd.run(16, i -> {
                for (int n = 0; n < 100; n++) {
                    state.write(w -> w.increment("n", 1));
                }
                return i;
            });
            assertThat(state.read().document().get("n")).isEqualTo(Json.of(1_600));
            assertThat(watchers).allMatch(watcher -> watcher.seen.isEmpty());

            hold.countDown();
            List<Long> all = LongStream.rangeClosed(2, 1_601).boxed().toList();
            await().atMost(Duration.ofSeconds(Crowd.PATIENCE_SECONDS))
                    .untilAsserted(() -> assertThat(watchers).allMatch(watcher -> watcher.seen.size() == all.size()));
            assertThat(watchers).allMatch(watcher -> watcher.seen.equals(all));
            watchers.forEach(watcher -> watcher.watch.close());
        }
    }

    @Test
    default void waiters_ofOneStateAreAllWokenByWhatTheyWaitFor() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            int threads = platformThreads();
            List<Future<Waited>> waiting =
                    Stream.generate(() -> waiting(state, "due")).limit(WAITERS).toList();
            awaitListeners(engine, WAITERS);
            assertThat(platformThreads() - threads).isLessThan(FEW_THREADS);

            state.write(w -> w.set("other", 1));
            state.lease("lease", Duration.ofMinutes(1));
            long due = state.write(w -> w.set("due", 1)).revision();

            for (Future<Waited> wait : waiting) {
                assertThat(Crowd.join(wait)).isEqualTo(new Waited(due, new TreeSet<>(Set.of("due")), false, false));
            }
            awaitListeners(engine, 0);
        }
    }

    /** A change is read once for all waiting observers, not once for each. */
    @Test
    default void waiters_ofOneStateCostFewReadsOfTheStore() {
        AtomicInteger reads = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        try (EngineUnderTest engine = new EngineUnderTest(this);
                Holdfast waitingHere = engine.observing(new ForwardingLog(open()) {
                    @Override
                    public CommitPage read(StateId id, long from, int commits, int bytes, Consistency consistency) {
                        reads.incrementAndGet();
                        looks.addAndGet(from == 2 ? 1 : 0);
                        return super.read(id, from, commits, bytes, consistency);
                    }
                })) {
            State state = engine.open();
            State seen = waitingHere
                    .as(engine.states().principal())
                    .state(state.handle().value());
            // Each waiter begins by reading what changed since revision 1; that it has done so shows that it waits.
            state.write(w -> w.set("first", 1));
            List<Future<Waited>> waiting =
                    Stream.generate(() -> waiting(seen, "due")).limit(1_000).toList();
            await().atMost(Duration.ofSeconds(Crowd.PATIENCE_SECONDS)).until(() -> looks.get() >= 1_000);

            int before = reads.get();
            for (int i = 0; i < 10; i++) {
                state.write(w -> w.increment("other", 1));
            }
            state.write(w -> w.set("due", 1));

            assertThat(waiting).allMatch(wait -> Crowd.join(wait).changed().equals(new TreeSet<>(Set.of("due"))));
            assertThat(reads.get() - before).isLessThan(100);
        }
    }

    @Test
    default void waiters_ofManyStatesAreWokenByTheirOwn() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            List<State> states = Crowd.run(1_000, i -> engine.open());
            List<Future<Waited>> waiting = IntStream.range(0, WAITERS)
                    .mapToObj(i -> waiting(states.get(i % 1_000), "due"))
                    .toList();
            awaitListeners(engine, WAITERS);

            Crowd.run(500, i -> states.get(2 * i).write(w -> w.set("due", 1)));
            awaitListeners(engine, WAITERS / 2);
            assertThat(IntStream.range(0, WAITERS).filter(i -> waiting.get(i).isDone()))
                    .allMatch(i -> i % 2 == 0);

            Crowd.run(500, i -> states.get(2 * i + 1).write(w -> w.set("due", 1)));
            assertThat(waiting).noneMatch(wait -> Crowd.join(wait).timedOut());
        }
    }

    private static Future<Waited> waiting(State state, String key) {
        return Crowd.start(() -> state.await(new WaitFor(1L, Set.of(key), Duration.ofSeconds(Crowd.PATIENCE_SECONDS))));
    }

    private static void awaitListeners(EngineUnderTest engine, int count) {
        await().atMost(Duration.ofSeconds(Crowd.PATIENCE_SECONDS))
                .until(() -> engine.holdfast().figures().listeners() == count);
    }

    private static int platformThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** An observer that blocks until it is released. */
    final class Watcher {
        private final List<Long> seen = new CopyOnWriteArrayList<>();
        private final Subscription watch;

        private Watcher(State state, CountDownLatch hold) {
            this.watch = state.observe((Event event) -> {
                Crowd.await(hold);
                seen.add(event.revision());
            });
        }
    }
}
