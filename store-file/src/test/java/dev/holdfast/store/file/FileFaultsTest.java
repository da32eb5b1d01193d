package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.AppendResult.Indeterminate;
import dev.holdfast.engine.spi.AppendResult.NotAttempted;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.store.file.SimulatedDisk.Faults;
import dev.holdfast.store.file.SimulatedDisk.Lies;
import dev.holdfast.testkit.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Full disks and failing syncs, at every place of a short run. */
final class FileFaultsTest {
    private static final FileOptions OPTIONS = new FileOptions(Duration.ofSeconds(30), 1 << 12, 1 << 10, 1);
    private static final int APPENDS = 25;

    private final Logger logger = Logger.getLogger("dev.holdfast.engine");

    @BeforeEach
    void silence() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        logger.setLevel(null);
    }

    @Test
    void fullDisk_atEveryWriteLosesNothingAndIsSurvived() {
        boolean happened = true;
        for (int n = 0; happened; n++) {
            happened = survives(new Faults(-1, n, -1), n);
        }
    }

    @Test
    void failingSync_atEveryForceLosesNothing() {
        boolean happened = true;
        for (int n = 0; happened; n++) {
            happened = survives(new Faults(-1, -1, n), n);
        }
    }

    @Test
    void failedSync_stopsAcknowledgementsUntilReopened() {
        SimulatedDisk disk = new SimulatedDisk(new Random(1), Lies.NONE);
        StateId id = Samples.freshId();
        try (CommitLog log = open(disk)) {
            Samples.fill(log, id, 1);
            disk.faults(new Faults(-1, -1, 0));
            assertThat(Samples.appendTo(log, Samples.append(id, 1))).isInstanceOf(Indeterminate.class);
            disk.faults(Faults.NONE);
            assertPoisoned(log, id);
        }
        try (CommitLog log = open(disk.afterKill())) {
            assertThat(Samples.appendTo(log, Samples.append(id, commits(log, id).size())))
                    .isInstanceOf(Appended.class);
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

    /**
     * Appends with a planned fault, and compares with what the next process finds. Returns whether the fault happened.
     */
    private static boolean survives(Faults faults, int n) {
        SimulatedDisk disk = new SimulatedDisk(new Random(n), Lies.NONE);
        StateId id = Samples.freshId();
        disk.faults(faults);
        List<Commit> stored = new ArrayList<>();
        List<Commit> unknown = new ArrayList<>();
        try (CommitLog log = open(disk)) {
            for (int i = 0; i < APPENDS; i++) {
                append(log, id, stored, unknown);
            }
        } catch (StoreUnavailableException e) {
            assertThat(faults.happened()).as("%s", e).isTrue();
        }
        disk.faults(Faults.NONE);
        try (CommitLog log = open(disk.afterPowerCut())) {
            List<Commit> found = commits(log, id);
            assertThat(found.subList(0, stored.size())).as("fault %d", n).isEqualTo(stored);
            assertThat(unknown).as("fault %d", n).containsAll(found.subList(stored.size(), found.size()));
            assertThat(Samples.appendTo(log, Samples.append(id, found.size()))).isInstanceOf(Appended.class);
        }
        return faults.happened();
    }

    private static void append(CommitLog log, StateId id, List<Commit> stored, List<Commit> unknown) {
        Commit commit = Samples.commit(stored.size() + 1, null, Samples.bytes(300));
        AppendResult result = Samples.appendTo(log, Samples.append(id, commit));
        switch (result) {
            case Appended appended -> stored.add(commit);
            case Indeterminate indeterminate -> unknown.add(commit);
            default -> assertThat(result).isInstanceOf(NotAttempted.class);
        }
    }

    private static List<Commit> commits(CommitLog log, StateId id) {
        return log.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                .commits();
    }

    private static CommitLog open(SimulatedDisk disk) {
        return FileStore.open(disk, OPTIONS, Durability.LOCAL, "a simulated disk", () -> "simulated");
    }
}
