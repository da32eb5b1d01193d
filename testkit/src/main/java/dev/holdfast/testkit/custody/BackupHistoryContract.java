package dev.holdfast.testkit.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Seeds;
import dev.holdfast.testkit.history.HistoryChecker;
import dev.holdfast.testkit.history.HistoryRule;
import dev.holdfast.testkit.history.RecordedOperation;
import dev.holdfast.testkit.history.StoreHistory;
import dev.holdfast.testkit.history.Violation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A backup that is taken while a store is written to is a read of each state, that began and ended with it: the history
 * checker is asked whether a correct store could have answered so.
 */
public interface BackupHistoryContract {
    /** Opens the store of that name; it is empty at first, and no other test has it. */
    CommitLog store(String name);

    /** A folder for backups. */
    Path folder();

    @TestFactory
    default Stream<DynamicTest> backup_underLoadIsARead() {
        return Seeds.tests(2, seed -> {
            Path backup = folder().resolve("backups").resolve("loaded-" + seed);
            try (CommitLog log = store("loaded-" + seed);
                    Holdfast holdfast =
                            Holdfast.on(store("loaded-" + seed)).timersByHand().open()) {
                BackupHistory history = new BackupHistory(holdfast, backup, seed);
                history.run();
                assertThat(history.checked(log)).isEmpty();
            }
        });
    }

    /** Some writers, and one who backs up and restores beside them. */
    final class BackupHistory {
        private static final int WRITERS = 4;
        private static final int STATES = 3;
        private static final int BACKUPS = 3;
        private static final int WRITES_BETWEEN = 12;

        private final Holdfast holdfast;
        private final Path backup;
        private final long seed;
        private final List<State> states = new ArrayList<>();
        private final AtomicBoolean over = new AtomicBoolean();
        private final ConcurrentLinkedQueue<Written> written = new ConcurrentLinkedQueue<>();
        private final List<RecordedOperation> reads = new ArrayList<>();

        /** An acknowledged write; its hash is found in the log. */
        private record Written(int client, long invoked, long completed, StateId state, long revision) {}

        BackupHistory(Holdfast holdfast, Path backup, long seed) {
            this.holdfast = holdfast;
            this.backup = backup;
            this.seed = seed;
            for (int i = 0; i < STATES; i++) {
                long invoked = System.nanoTime();
                State state = holdfast.as(Principal.local("loaded"))
                        .open(StateSpec.unnamed())
                        .state();
                states.add(state);
                written.add(new Written(WRITERS + 1, invoked, System.nanoTime(), state.handle(), 1));
            }
        }

        void run() {
            Crowd.runOnPlatformThreads(WRITERS + 1, each -> {
                if (each == WRITERS) {
                    backUp();
                } else {
                    write(each);
                }
                return each;
            });
        }

        private void write(int client) {
            Random random = new Random(seed + client);
            while (!over.get()) {
                State state = states.get(random.nextInt(STATES));
                long invoked = System.nanoTime();
                long revision =
                        state.write(w -> w.increment("n", 1).set("by", client)).revision();
                written.add(new Written(client, invoked, System.nanoTime(), state.handle(), revision));
            }
        }

        private void backUp() {
            try {
                for (int i = 0; i < BACKUPS; i++) {
                    int least = written.size() + WRITES_BETWEEN;
                    while (written.size() < least) {
                        Thread.onSpinWait();
                    }
                    long invoked = System.nanoTime();
                    holdfast.moving().backUp(backup, Progress.NONE);
                    restored(invoked, System.nanoTime());
                }
            } finally {
                over.set(true);
            }
        }

        /** What a restored store holds is what the backup has read. */
        private void restored(long invoked, long completed) {
            MemoryStorage storage = new MemoryStorage();
            Holdfast.on(MemoryLog.open(storage)).restore(backup, null, Instant.MAX, Progress.NONE);
            try (CommitLog log = MemoryLog.open(storage)) {
                for (State state : states) {
                    List<RecordedOperation.Shown> shown = commits(log, state.handle()).stream()
                            .map(commit -> new RecordedOperation.Shown(commit.revision(), commit.hash()))
                            .toList();
                    reads.add(new RecordedOperation.Reading(WRITERS, invoked, completed, state.handle(), 1, shown));
                }
            }
        }

        /** What the checker finds; the chain of real events is checked by the restore. */
        List<Violation> checked(CommitLog log) {
            Map<StateId, List<Commit>> logs = new HashMap<>();
            states.forEach(state -> logs.put(state.handle(), commits(log, state.handle())));
            List<RecordedOperation> operations = new ArrayList<>(reads);
            for (Written each : written) {
                operations.add(new RecordedOperation.Appending(
                        each.client,
                        each.invoked,
                        each.completed,
                        each.state,
                        each.revision,
                        Objects.requireNonNull(logs.get(each.state))
                                .get((int) each.revision - 1)
                                .hash(),
                        RecordedOperation.Fate.STORED));
            }
            assertThat(reads).hasSize(BACKUPS * STATES);
            return HistoryChecker.check(new StoreHistory(operations, logs, List.of())).stream()
                    .filter(violation -> violation.rule() != HistoryRule.CHAIN_VERIFIES)
                    .toList();
        }

        private static List<Commit> commits(CommitLog log, StateId id) {
            return log.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                    .commits();
        }
    }
}
