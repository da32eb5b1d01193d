package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Seeds;
import dev.holdfast.testkit.StoreFixture;
import dev.holdfast.testkit.history.HistoryChecker;
import dev.holdfast.testkit.history.HistoryClient;
import dev.holdfast.testkit.history.HistoryRecorder;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Recorded histories of parallel clients, checked by the rules that every store obeys. */
public interface HistoryContract extends StoreFixture {
    /** Number of concurrent clients, half of them on one opened store, half on another. */
    int CLIENTS = 8;

    /** Number of states they share. */
    int STATES = 4;

    /** Number of calls of each client. */
    int CALLS = 150;

    @TestFactory
    default Stream<DynamicTest> history_ofParallelClientsKeepsTheRules() {
        return Seeds.tests(3, this::historyKeepsTheRules);
    }

    private void historyKeepsTheRules(long seed) {
        try (CommitLog one = open();
                CommitLog two = open()) {
            HistoryRecorder recorder = new HistoryRecorder(one, STATES);
            Crowd.runOnPlatformThreads(CLIENTS, number -> {
                new HistoryClient(
                                number,
                                number % 2 == 0 ? one : two,
                                recorder.states(),
                                new Random(seed + number),
                                System::nanoTime)
                        .run(CALLS, recorder::record);
                return number;
            });
            assertThat(HistoryChecker.check(recorder.finish())).isEmpty();
        }
    }
}
