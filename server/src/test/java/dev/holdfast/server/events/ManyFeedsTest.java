package dev.holdfast.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.EventFeed;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.feed.FeedBatch;
import dev.holdfast.engine.feed.FeedQuery;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.store.file.FileStore;
import dev.holdfast.store.jdbc.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Readers of many states while all are written through two engines. Readers end at random, between the events of a
 * batch too, and go on through either engine at the cursor of the last event or batch. Each is given every event of its
 * states, in order, none twice. Long: {@code -Dfeeds.readers=1000 -Dfeeds.states=10000 -Dfeeds.writes=5}.
 */
final class ManyFeedsTest {
    private static final int READERS = Integer.getInteger("feeds.readers", 20);
    private static final int STATES = Integer.getInteger("feeds.states", 40);
    private static final int WRITES = Integer.getInteger("feeds.writes", 40);
    private static final long SEED = Long.getLong("feeds.seed", 19);
    private static final int WRITERS = 4;
    private static final Principal ALICE = Principal.of("alice");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite", "file"})
    void everyReader_isGivenAllOfItsStatesOnceAndInOrder(String store) throws Exception {
        System.out.println("seed " + SEED);
        Supplier<CommitLog> log = opener(store);
        try (Holdfast one = open(log);
                Holdfast other = open(log);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Holdfast> engines = List.of(one, other);
            List<String> handles = IntStream.range(0, STATES)
                    .mapToObj(number -> opened(one, number).handle().value())
                    .toList();
            List<Reader> readers = IntStream.range(0, READERS)
                    .mapToObj(number -> new Reader(engines, number, handles))
                    .toList();
            List<Future<?>> running = new ArrayList<>();
            readers.forEach(reader -> running.add(threads.submit(reader::run)));
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer;
                running.add(threads.submit(() -> write(engines, handles, first)));
            }
            for (Future<?> each : running) {
                each.get();
            }
            readers.forEach(Reader::verify);
        }
    }

    private Supplier<CommitLog> opener(String store) {
        MemoryStorage memory = new MemoryStorage();
        return switch (store) {
            case "memory" -> () -> MemoryLog.open(memory);
            case "sqlite" -> () -> SqliteStore.open(folder.resolve("state.db"));
            default -> () -> FileStore.open(folder.resolve("files"));
        };
    }

    private static Holdfast open(Supplier<CommitLog> log) {
        return Holdfast.on(log.get()).timersByHand().open();
    }

    private static State opened(Holdfast holdfast, int number) {
        StateSpec spec = StateSpec.named("s" + number % READERS + "-" + number)
                .labels(Map.of("group", "g" + number % READERS, "all", "yes"));
        return holdfast.as(ALICE).open(spec).state();
    }

    /** Each state through the other engine from time to time, so that neither has all of them as they are. */
    private static void write(List<Holdfast> engines, List<String> handles, int first) {
        Random random = new Random(SEED + first);
        for (int write = 0; write < WRITES; write++) {
            int number = write;
            for (int state = first; state < handles.size(); state += WRITERS) {
                Holdfast engine = engines.get(random.nextInt(2));
                engine.as(ALICE).state(handles.get(state)).write(w -> w.set("k", number));
            }
        }
    }

    /** One reader; what it is given, and what it should be. */
    private static final class Reader {
        private final List<Holdfast> engines;
        private final Random random;
        private final FeedQuery query;
        private final List<String> mine;
        private final List<String> given = new ArrayList<>();
        private @Nullable String cursor;

        Reader(List<Holdfast> engines, int number, List<String> handles) {
            this.engines = engines;
            this.random = new Random(SEED * 31 + number);
            this.query = query(number);
            this.mine = IntStream.range(0, handles.size())
                    .filter(state -> query.labels().containsKey("all") || state % READERS == number)
                    .mapToObj(handles::get)
                    .toList();
            try (EventFeed present = engines.getFirst().as(ALICE).feed(query)) {
                this.cursor = present.cursor();
            }
        }

        private static FeedQuery query(int number) {
            return switch (number % 10) {
                case 0 -> new FeedQuery(null, null, Map.of("all", "yes"), null, null);
                case 1, 2, 3 -> new FeedQuery(null, "s" + number + "-", Map.of(), null, null);
                default -> new FeedQuery(null, null, Map.of("group", "g" + number), null, null);
            };
        }

        void run() {
            try {
                while (given.size() < mine.size() * WRITES) {
                    Holdfast engine = engines.get(random.nextInt(2));
                    try (EventFeed feed = engine.as(ALICE).feed(query.from(cursor))) {
                        read(feed, 1 + random.nextInt(100));
                    }
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Ends after some rounds, at the end of a batch or between its events. */
        private void read(EventFeed feed, int rounds) throws InterruptedException {
            for (int round = 0; round < rounds && given.size() < mine.size() * WRITES; round++) {
                FeedBatch batch = feed.read(1 + random.nextInt(20), event -> true);
                assertThat(batch.missed()).isFalse();
                int taken = round + 1 < rounds
                        ? batch.events().size()
                        : random.nextInt(batch.events().size() + 1);
                for (int i = 0; i < taken; i++) {
                    given.add(batch.events().get(i).event().state().value() + ":"
                            + batch.events().get(i).event().revision());
                    cursor = batch.events().get(i).cursor();
                }
                if (taken == batch.events().size()) {
                    cursor = batch.cursor();
                }
                if (!batch.more()) {
                    feed.await(Duration.ofMillis(20));
                }
            }
        }

        void verify() {
            assertThat(given).doesNotHaveDuplicates();
            for (String handle : mine) {
                assertThat(given.stream()
                                .filter(id -> id.startsWith(handle + ":"))
                                .toList())
                        .isEqualTo(LongStream.rangeClosed(2, WRITES + 1L)
                                .mapToObj(revision -> handle + ":" + revision)
                                .toList());
            }
        }
    }
}
