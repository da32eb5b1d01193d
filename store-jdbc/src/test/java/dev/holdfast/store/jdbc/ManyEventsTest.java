package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Crowd;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opening a state takes at most three times the work that it takes with a thousand events, however many it has.
 * {@code -Dholdfast.test.events=1000000} shows it for a million, and prints the time too.
 */
final class ManyEventsTest {
    private static final int MANY = Integer.getInteger("holdfast.test.events", 5_000);
    private static final int WRITERS = 50;

    @Test
    void opening_readsTheTailOnly(@TempDir Path folder) {
        Path file = folder.resolve("state.db");
        String few;
        String many;
        try (Holdfast holdfast = Holdfast.on(SqliteStore.open(file)).open()) {
            few = filled(holdfast, 950);
            many = filled(holdfast, MANY);
            awaitSnapshot(file, many);
        }

        long stepsOfFew = steps(file, few);
        long stepsOfMany = steps(file, many);

        System.out.println(
                "SQLite steps to open a state: " + stepsOfFew + " with 950 events, " + stepsOfMany + " with " + MANY);
        assertThat(stepsOfMany).isPositive().isLessThan(3 * stepsOfFew);
    }

    private static String filled(Holdfast holdfast, int events) {
        State state = holdfast.open(StateSpec.unnamed());
        Crowd.run(WRITERS, thread -> {
            for (int i = 0; i < events / WRITERS; i++) {
                state.write(w -> w.increment("n", 1));
            }
            return thread;
        });
        return state.handle().value();
    }

    private static void awaitSnapshot(Path file, String handle) {
        try (CommitLog log = SqliteStore.open(file)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(Crowd.PATIENCE_SECONDS))
                    .until(() -> log.snapshots()
                            .find(new StateId(handle))
                            .filter(snapshot -> snapshot.revision() > MANY - 1_500)
                            .isPresent());
        }
    }

    private static long steps(Path file, String handle) {
        CountingConnector counting = new CountingConnector();
        try (Holdfast holdfast = Holdfast.on(SqliteLog.open(file, counting)).open()) {
            long before = counting.steps();
            long started = System.nanoTime();
            holdfast.as(Principal.local("default")).state(handle).read();
            System.out.println("read in " + (System.nanoTime() - started) / 1_000_000 + " ms");
            return counting.steps() - before;
        }
    }
}
