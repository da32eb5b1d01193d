package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opening a store and working in it takes as many steps of SQLite's machine however many states there are: nothing
 * reads them all. {@code -Dholdfast.test.states=1000000} shows it for a million.
 */
final class ManyStatesTest {
    private static final int MANY = Integer.getInteger("holdfast.test.states", 10_000);
    private static final int BATCH = 2_000;

    @Test
    void opening_readsNoMoreWithManyStates(@TempDir Path folder) {
        long few = steps(filled(folder.resolve("few.db"), 10));
        long many = steps(filled(folder.resolve("many.db"), MANY));

        System.out.println("SQLite steps to open and work: " + few + " with 10 states, " + many + " with " + MANY);
        assertThat(many).isPositive().isLessThan(2 * few);
    }

    /** A page is found from an index, and nothing behind it is looked at. */
    @Test
    void page_costsNoMoreWhereMoreMatch(@TempDir Path folder) {
        Path few = filled(folder.resolve("few.db"), 40);
        Path many = filled(folder.resolve("many.db"), MANY);
        HeaderFilter waiting = HeaderFilter.ALL.withWaitsFor(Set.of(StateHeader.ANY_PERSON, "work:none"));
        for (HeaderFilter filter : List.of(
                HeaderFilter.ALL,
                HeaderFilter.of("owner"),
                waiting,
                HeaderFilter.waiting("owner", waiting.waitsFor()))) {
            assertThat(stepsToList(many, filter))
                    .as("%s", filter)
                    .isPositive()
                    .isLessThan(2 * stepsToList(few, filter));
        }
    }

    private static long stepsToList(Path file, HeaderFilter filter) {
        CountingConnector counting = new CountingConnector();
        try (CommitLog log = SqliteLog.open(file, counting)) {
            long before = counting.steps();
            assertThat(log.list(0, filter, null, 16).states()).hasSize(16);
            return counting.steps() - before;
        }
    }

    private static Path filled(Path file, int states) {
        try (CommitLog log = SqliteStore.open(file)) {
            for (int done = 0; done < states; done += BATCH) {
                List<Append> batch = Stream.generate(() -> Samples.append(Samples.freshId(), Samples.commit(1), due()))
                        .limit(Math.min(BATCH, states - done))
                        .toList();
                log.append(batch);
            }
        }
        return file;
    }

    /** With everything that has an index. */
    private static StateHeader due() {
        StateHeader plain = Samples.header("owner");
        return new StateHeader(
                plain.owner(),
                "name",
                Map.of(),
                plain.readers(),
                plain.lifetime(),
                null,
                Instant.parse("2030-01-01T00:00:00Z"),
                plain.phase(),
                plain.bytes(),
                plain.updated(),
                null,
                Set.of(StateHeader.ANY_PERSON));
    }

    /** What it takes to open a store, look around, write, follow and close. */
    private static long steps(Path file) {
        CountingConnector counting = new CountingConnector();
        try (CommitLog log = SqliteLog.open(file, counting)) {
            StateId id = Samples.freshId();
            log.append(List.of(Samples.append(id, Samples.commit(1), Samples.header("me"))));
            log.append(List.of(Samples.append(id, Samples.commit(2), Samples.header("me"))));
            log.head(id, Consistency.LINEARIZABLE);
            log.read(id, 1, 10, 10_000, Consistency.LINEARIZABLE);
            log.snapshots().find(id);
            log.append(List.of(Samples.append(
                    id, Samples.commit(3), Samples.header("me").withWaitsFor(Set.of(StateHeader.ANY_PERSON)))));
            log.list(0, HeaderFilter.of("me"), null, 10);
            assertThat(log.list(
                                    0,
                                    HeaderFilter.of("me")
                                            .withWaitsFor(Set.of(StateHeader.ANY_PERSON, StateHeader.PERSON + "me")),
                                    null,
                                    10)
                            .states())
                    .hasSize(1);
            assertThat(log.list(0, HeaderFilter.ALL.withWaitsFor(Set.of("work:none")), null, 10)
                            .states())
                    .isEmpty();
            log.list(0, new HeaderFilter(null, null, Map.of(), null, null, Instant.EPOCH), null, 10);
            log.feed(0, Cursor.LATEST, 10, Duration.ZERO);
        }
        return counting.steps();
    }
}
