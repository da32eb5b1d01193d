package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.AppendResult.Indeterminate;
import dev.holdfast.engine.spi.AppendResult.NotAttempted;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A short run that meets a full disk, or a disk that fails, at each of its writes in turn. */
final class SqliteEveryWriteTest {
    private static final int COMMITS = 10;
    private static final int EVENT_BYTES = 6_000; // more than a page, so that every commit needs new ones
    private static final int PAGES_OF_AN_EMPTY_STORE = 16;

    @TempDir
    private Path folder;

    private static IntStream writes() {
        return IntStream.range(0, COMMITS);
    }

    /** The number of pages allowed ends the run at every page it would write. */
    @Test
    void fullDisk_atAnyPageLosesNothingAndIsOvercome() {
        int stopped = 0;
        for (int pages = 0; pages < 3 * COMMITS; pages++) {
            FaultyConnector connector = new FaultyConnector();
            StateId id = Samples.freshId();
            try (CommitLog log = SqliteLog.open(folder.resolve("full-" + pages + ".db"), connector)) {
                connector.limitTo(Integer.toString(PAGES_OF_AN_EMPTY_STORE + pages));
                List<Commit> stored = append(log, id, COMMITS);
                assertThat(commits(log, id)).as("%d pages", pages).isEqualTo(stored);
                stopped += stored.size() < COMMITS ? 1 : 0;
                connector.limitTo("1000000");
                assertThat(append(log, id, COMMITS)).hasSize(COMMITS - stored.size());
            }
        }
        assertThat(stopped).as("runs that met the limit").isPositive();
    }

    @ParameterizedTest
    @MethodSource("writes")
    void fullDisk_atAnyCommitLosesNothingAndIsOvercome(int write) {
        FaultyConnector connector = new FaultyConnector();
        StateId id = Samples.freshId();
        try (CommitLog log = SqliteLog.open(folder.resolve("state.db"), connector)) {
            List<Commit> stored = new ArrayList<>(append(log, id, write));
            connector.failCommit(FaultyConnector.FULL, false);
            assertThat(Samples.appendTo(log, Samples.append(id, write))).isInstanceOf(NotAttempted.class);
            stored.addAll(append(log, id, COMMITS));
            assertThat(commits(log, id)).isEqualTo(stored).hasSize(COMMITS);
        }
    }

    @ParameterizedTest
    @MethodSource("writes")
    void failedSync_atAnyCommitStopsTheStoreAndLosesNothingAcknowledged(int write) {
        for (boolean storedAllTheSame : new boolean[] {false, true}) {
            Path file = folder.resolve("state-" + storedAllTheSame + ".db");
            FaultyConnector connector = new FaultyConnector();
            StateId id = Samples.freshId();
            List<Commit> acknowledged;
            Append lost = Samples.append(id, write);
            try (CommitLog log = SqliteLog.open(file, connector)) {
                acknowledged = append(log, id, write);
                connector.failCommit(FaultyConnector.IO_ERROR, storedAllTheSame);
                assertThat(Samples.appendTo(log, lost)).isInstanceOf(Indeterminate.class);
                assertThat(append(log, id, COMMITS))
                        .as("stored by a poisoned store")
                        .isEmpty();
            }
            try (CommitLog log = SqliteStore.open(file)) {
                List<Commit> expected = new ArrayList<>(acknowledged);
                if (storedAllTheSame) {
                    expected.add(lost.commit());
                }
                assertThat(commits(log, id)).isEqualTo(expected);
            }
        }
    }

    /** Appends up to a revision, one commit after the other, until one is not acknowledged. */
    private static List<Commit> append(CommitLog log, StateId id, int upTo) {
        List<Commit> stored = new ArrayList<>();
        try {
            for (int revision = commits(log, id).size() + 1; revision <= upTo; revision++) {
                Commit commit = Samples.commit(revision, null, Samples.bytes(EVENT_BYTES));
                AppendResult result = Samples.appendTo(log, Samples.append(id, commit));
                if (!(result instanceof Appended)) {
                    assertThat(result).isInstanceOf(NotAttempted.class);
                    return stored;
                }
                stored.add(commit);
            }
        } catch (StoreUnavailableException e) {
            assertThat(e).hasMessageContaining("an earlier sync failed");
        }
        return stored;
    }

    private static List<Commit> commits(CommitLog log, StateId id) {
        return log.read(id, 1, 100, Integer.MAX_VALUE, Consistency.LINEARIZABLE).commits();
    }
}
