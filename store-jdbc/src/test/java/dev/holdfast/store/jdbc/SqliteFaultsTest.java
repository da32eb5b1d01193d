package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.local.TurnFile;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.AppendResult.Conflict;
import dev.holdfast.engine.spi.AppendResult.Indeterminate;
import dev.holdfast.engine.spi.AppendResult.NotAttempted;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.Turn;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks held by others, full disks, commits that fail. */
final class SqliteFaultsTest {
    private static final SqliteOptions IMPATIENT =
            SqliteOptions.DEFAULT.withBusyTimeout(Duration.ofMillis(50)).withTurnTimeout(Duration.ofMillis(50));

    @TempDir
    private Path folder;

    @Test
    void heldWriter_stopsNeitherReadsNorVirtualThreads() throws SQLException {
        SqliteOptions patient = SqliteOptions.DEFAULT.withBusyTimeout(Duration.ofMinutes(1));
        try (CommitLog log = SqliteStore.open(file(), patient);
                Session shell = shell()) {
            StateId id = Samples.freshId();
            Samples.fill(log, id, 1);
            shell.begin();
            Future<AppendResult> held = Crowd.start(() -> Samples.appendTo(log, Samples.append(id, 1)));
            Crowd.run(64, thread -> {
                for (int i = 0; i < 20; i++) {
                    assertThat(log.head(id, Consistency.LINEARIZABLE)).isInstanceOf(Head.Live.class);
                }
                return thread;
            });
            assertThat(held.isDone()).isFalse();
            shell.rollback();
            assertThat(Crowd.join(held)).isInstanceOf(Appended.class);
        }
    }

    @Test
    void lockedDatabase_isReportedInTheEnd() throws SQLException {
        try (CommitLog log = SqliteStore.open(file(), IMPATIENT);
                Session shell = shell()) {
            StateId id = Samples.freshId();
            Samples.fill(log, id, 1);
            shell.begin();
            assertThat(Samples.appendTo(log, Samples.append(id, 1)))
                    .isInstanceOfSatisfying(
                            NotAttempted.class,
                            result -> assertThat(result.cause())
                                    .isInstanceOf(StoreUnavailableException.class)
                                    .hasMessageContaining("try again"));
            assertThatThrownBy(() -> log.tombstone(id, 1)).isInstanceOf(StoreUnavailableException.class);
            shell.rollback();
            assertThat(Samples.appendTo(log, Samples.append(id, 1))).isInstanceOf(Appended.class);
        }
    }

    @Test
    void turnHeldByAnotherClient_isReportedInTheEnd() {
        try (CommitLog one = SqliteStore.open(file());
                CommitLog two = SqliteStore.open(file(), IMPATIENT)) {
            StateId id = Samples.freshId();
            try (Turn turn = one.turn()) {
                assertThat(turn).isNotNull();
                assertThatThrownBy(two::turn).isInstanceOf(StoreUnavailableException.class);
                assertThatThrownBy(() -> two.append(List.of(Samples.append(id, 0))))
                        .isInstanceOf(StoreUnavailableException.class);
                assertThat(two.head(id, Consistency.LINEARIZABLE)).isEqualTo(Head.ABSENT);
            }
            assertThat(Samples.appendTo(two, Samples.append(id, 0))).isInstanceOf(Appended.class);
        }
    }

    @Test
    void turn_takenTwiceByOneThreadIsRefused() {
        try (CommitLog log = SqliteStore.open(file())) {
            Turn turn = log.turn();
            assertThatThrownBy(log::turn).isInstanceOf(IllegalStateException.class);
            turn.close();
            appendsInATurn(log);
        }
    }

    @Test
    void turn_survivesInterruption() {
        try (CommitLog log = SqliteStore.open(file())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(log::turn).isInstanceOf(StoreUnavailableException.class);
            assertThat(Thread.interrupted()).isTrue();
            appendsInATurn(log);
        }
    }

    @Test
    void fullDisk_storesNothingAndIsOvercome() {
        FaultyConnector connector = new FaultyConnector();
        try (CommitLog log = SqliteLog.open(file(), connector)) {
            StateId id = Samples.freshId();
            StateId other = Samples.freshId();
            Samples.fill(log, id, 1);
            connector.limitTo("50");
            List<AppendResult> results = log.append(List.of(
                    Samples.append(id, 1),
                    Samples.append(other, Samples.commit(1, null, Samples.bytes(1 << 20))),
                    Samples.append(id, 2)));
            assertThat(results).hasSize(3).allMatch(NotAttempted.class::isInstance);
            assertThat(log.head(id, Consistency.LINEARIZABLE))
                    .isInstanceOfSatisfying(
                            Head.Live.class, live -> assertThat(live.revision()).isEqualTo(1));
            connector.limitTo("1000000");
            assertThat(Samples.appendTo(log, Samples.append(id, 1))).isInstanceOf(Appended.class);
        }
    }

    @Test
    void commitOnAFullDisk_storesNothingAndIsOvercome() {
        FaultyConnector connector = new FaultyConnector();
        try (CommitLog log = SqliteLog.open(file(), connector)) {
            StateId id = Samples.freshId();
            long epoch = log.epoch();
            connector.failCommit(FaultyConnector.FULL, false);
            assertThat(Samples.appendTo(log, Samples.append(id, 0))).isInstanceOf(NotAttempted.class);
            assertThat(Samples.appendTo(log, Samples.append(id, 0))).isInstanceOf(Appended.class);
            assertThat(log.epoch()).isEqualTo(epoch);
        }
    }

    @Test
    void commitThatFailsHalfway_isIndeterminateAndPoisons() {
        FaultyConnector connector = new FaultyConnector();
        StateId stale = Samples.freshId();
        StateId id = Samples.freshId();
        try (CommitLog other = SqliteStore.open(file());
                CommitLog log = SqliteLog.open(file(), connector)) {
            Samples.fill(log, stale, 1);
            connector.failCommit(FaultyConnector.IO_ERROR, false);
            List<AppendResult> results = log.append(List.of(Samples.append(stale, 0), Samples.append(id, 0)));
            assertThat(results.get(0)).isInstanceOf(Conflict.class);
            assertThat(results.get(1)).isInstanceOf(Indeterminate.class);
            assertPoisoned(log, id);
            assertThat(other.epoch()).isNotEqualTo(CommitLog.UNKNOWN_EPOCH);
            assertThat(Samples.appendTo(other, Samples.append(id, 0))).isInstanceOf(Appended.class);
        }
    }

    @Test
    void commitThatFailsAfterAll_isThereAfterwards() {
        FaultyConnector connector = new FaultyConnector();
        StateId id = Samples.freshId();
        try (CommitLog log = SqliteLog.open(file(), connector)) {
            connector.failCommit(FaultyConnector.IO_ERROR, true);
            assertThat(Samples.appendTo(log, Samples.append(id, 0))).isInstanceOf(Indeterminate.class);
        }
        try (CommitLog log = SqliteStore.open(file())) {
            assertThat(log.head(id, Consistency.LINEARIZABLE)).isInstanceOf(Head.Live.class);
        }
    }

    @Test
    void epoch_isUnknownWhileADeadClientsChangeMayBeVisible() {
        try (CommitLog log = SqliteStore.open(file())) {
            TurnFile turnFile = TurnFile.join(file().resolveSibling("state.db-turn"));
            long before = log.epoch();
            turnFile.changes().step();
            assertThat(log.epoch()).isEqualTo(CommitLog.UNKNOWN_EPOCH);
            log.turn().close();
            assertThat(log.epoch()).isNotIn(before, CommitLog.UNKNOWN_EPOCH);
            turnFile.leave();
        }
    }

    private static void assertPoisoned(CommitLog log, StateId id) {
        assertThatThrownBy(() -> log.append(List.of(Samples.append(id, 0))))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("an earlier sync failed");
        assertThatThrownBy(log::turn).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> log.head(id, Consistency.CACHED)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> log.feed(0, Cursor.START, 1, Duration.ZERO))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> log.list(0, HeaderFilter.ALL, null, 1)).isInstanceOf(StoreUnavailableException.class);
    }

    private Path file() {
        return folder.resolve("state.db");
    }

    private Session shell() throws SQLException {
        return new Session(DriverManager.getConnection("jdbc:sqlite:" + file()));
    }

    private static void appendsInATurn(CommitLog log) {
        Turn turn = log.turn();
        assertThat(Samples.appendTo(log, Samples.append(Samples.freshId(), 0))).isInstanceOf(Appended.class);
        turn.close();
    }
}
