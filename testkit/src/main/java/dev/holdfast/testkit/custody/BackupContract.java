package dev.holdfast.testkit.custody;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.moving.BackedUp;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.ExportSelection;
import dev.holdfast.engine.moving.Restored;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.ManualTime;
import dev.holdfast.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is backed up while a store is used is restored as it was, or named as damaged. */
public interface BackupContract extends BackupHistoryContract {
    /** Whose states these tests make. */
    Principal OPERATED = Principal.local("operated");

    private static Holdfast engine(CommitLog log) {
        return Holdfast.on(log).timersByHand().removalPause(Duration.ZERO).open();
    }

    @Test
    default void backup_isIncrementalAndRestoredTheSame() {
        Path backup = folder().resolve("backups").resolve("incremental");
        try (Holdfast holdfast = engine(store("backed"))) {
            States states = holdfast.as(OPERATED);
            MovedStates.everyKind(states);
            State erased = states.open(StateSpec.named("erased")).state();
            BackedUp first = holdfast.moving().backUp(backup, Progress.NONE);
            states.state("@plan").write(w -> w.set("later", 1));
            State compacted = states.state("@compacted");
            for (int i = 0; i < 5; i++) {
                compacted.write(w -> w.increment("n", 1));
            }
            holdfast.compact(Progress.NONE);
            erased.erase(null);
            BackedUp second = holdfast.moving().backUp(backup, Progress.NONE);
            assertThat(second.segment()).isEqualTo(2);
            assertThat(second.states()).isEqualTo(2);
            assertThat(second.erased()).isEqualTo(1);
            assertThat(second.bytes()).isLessThan(first.bytes() / 2);
            assertThat(holdfast.moving().backUp(backup, Progress.NONE).segment())
                    .isZero();

            Restored restored = restore(store("restored"), backup, Instant.MAX);
            assertThat(restored.erased()).isEqualTo(1);
            try (Holdfast again = engine(store("restored"))) {
                assertThat(lines(again)).isEqualTo(lines(holdfast));
                assertThat(again.verify(Progress.NONE).damages()).isEmpty();
                assertThat(again.as(OPERATED).state("@plan").read().document())
                        .isEqualTo(states.state("@plan").read().document());
                failure(
                        Code.NOT_FOUND,
                        () -> again.as(OPERATED).state(erased.handle().value()).read());
            }
        }
    }

    @Test
    default void restore_isToAPointInTime() {
        Path backup = folder().resolve("backups").resolve("times");
        ManualTime time = new ManualTime();
        TreeMap<Instant, JsonObject> was = new TreeMap<>();
        try (Holdfast holdfast =
                Holdfast.on(store("timed")).clock(time).timersByHand().open()) {
            State counted =
                    holdfast.as(OPERATED).open(StateSpec.named("counted")).state();
            State kept = holdfast.as(OPERATED)
                    .open(StateSpec.named("short").keep(Keep.revisions(1)))
                    .state();
            for (int i = 0; i < 9; i++) {
                time.pass(Duration.ofMinutes(1));
                counted.write(w -> w.increment("n", 1));
                kept.write(w -> w.increment("n", 1));
                was.put(time.instant(), counted.read().document());
                if (i % 3 == 2) {
                    holdfast.moving().backUp(backup, Progress.NONE);
                    holdfast.compact(Progress.NONE);
                }
            }
        }
        for (Instant at : List.of(
                was.firstKey(), was.lastKey(), was.higherKey(was.firstKey().plusSeconds(130)))) {
            for (Duration later : List.of(Duration.ZERO, Duration.ofSeconds(59))) {
                MemoryStorage storage = new MemoryStorage();
                restore(MemoryLog.open(storage), backup, at.plus(later));
                try (Holdfast restored = engine(MemoryLog.open(storage))) {
                    assertThat(restored.as(OPERATED).state("@counted").read().document())
                            .isEqualTo(was.get(at));
                    assertThat(restored.as(OPERATED).state("@short").read().document())
                            .isEqualTo(was.get(at));
                    assertThat(restored.verify(Progress.NONE).damages()).isEmpty();
                }
            }
        }
    }

    /** Every write that was acknowledged before the backup began is in it, and each state is one that existed. */
    @TestFactory
    default Stream<DynamicTest> backup_thatWasAlteredIsRefusedAndNamed() {
        return Seeds.tests(3, seed -> {
            Random random = new Random(seed);
            Path backup = folder().resolve("backups").resolve("altered-" + seed);
            try (Holdfast holdfast = engine(MemoryLog.open())) {
                MovedStates.everyKind(holdfast.as(OPERATED));
                holdfast.moving().backUp(backup, Progress.NONE);
                holdfast.as(OPERATED).state("@plan").write(w -> w.set("later", 1));
                holdfast.moving().backUp(backup, Progress.NONE);
            }
            for (int i = 0; i < 12; i++) {
                Path file = backup.resolve(List.of("backup-000001.jsonl", "backup-000002.jsonl", "manifest.json")
                        .get(random.nextInt(3)));
                byte[] sound = MovedStates.bytes(file);
                byte[] altered = sound.clone();
                altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(7));
                write(file, random.nextInt(4) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : altered);
                try (CommitLog log = MemoryLog.open()) {
                    assertThatThrownBy(() -> restore(log, backup, Instant.MAX))
                            .isInstanceOf(HoldfastException.class)
                            .hasMessageContaining(String.valueOf(file.getFileName()));
                }
                write(file, sound);
            }
            restore(MemoryLog.open(), backup, Instant.MAX);
        });
    }

    @TestFactory
    default Stream<DynamicTest> restore_thatWasInterruptedGoesOn() {
        return Seeds.tests(2, seed -> {
            Random random = new Random(seed);
            Path backup = folder().resolve("backups").resolve("interrupted-" + seed);
            String name = "interrupted-" + seed;
            try (Holdfast holdfast = engine(MemoryLog.open())) {
                MovedStates.everyKind(holdfast.as(OPERATED));
                holdfast.compact(Progress.NONE);
                holdfast.moving().backUp(backup, Progress.NONE);
                for (int i = 0; i < 3; i++) {
                    int left = 2 + random.nextInt(2);
                    assertThatThrownBy(() -> restore(new Failing(store(name), left), backup, Instant.MAX))
                            .isInstanceOfAny(StoreUnavailableException.class, HoldfastException.class);
                    assertThatThrownBy(() -> engine(store(name)))
                            .isInstanceOf(StoreUnavailableException.class)
                            .hasMessageContaining("being restored");
                }
                restore(store(name), backup, Instant.MAX);
                try (Holdfast restored = engine(store(name))) {
                    assertThat(lines(restored)).isEqualTo(lines(holdfast));
                }
                failure(Code.CONFLICT, () -> restore(store(name), backup, Instant.MAX));
            }
        });
    }

    @Test
    default void restored_isAnotherStore() {
        Path backup = folder().resolve("backups").resolve("another");
        try (CommitLog log = store("original");
                Holdfast holdfast = engine(store("original"))) {
            holdfast.as(OPERATED).open(StateSpec.named("plan"));
            holdfast.moving().backUp(backup, Progress.NONE);
            Cursor cursor = log.feed(0, Cursor.LATEST, 1, Duration.ZERO).next();
            restore(store("copy"), backup, Instant.MAX);
            try (CommitLog copy = store("copy")) {
                assertThat(copy.info().id()).isNotEqualTo(log.info().id());
                assertThatThrownBy(() -> copy.feed(0, cursor, 1, Duration.ZERO))
                        .isInstanceOf(CursorExpiredException.class);
            }
        }
    }

    /** What was handed out before is neither taken for what the restored store did, nor handed out again. */
    @Test
    default void restored_isAnotherTimeline() {
        Path backup = folder().resolve("backups").resolve("timeline");
        String remembered;
        String lost;
        String unused;
        Lease before;
        StateId id;
        try (Holdfast holdfast = engine(store("timeline"))) {
            State state = holdfast.as(OPERATED).open(StateSpec.named("timed")).state();
            id = state.handle();
            remembered = holdfast.mintCommandId();
            state.write(w -> w.set("kept", 1).commandId(remembered));
            holdfast.moving().backUp(backup, Progress.NONE);
            lost = holdfast.mintCommandId();
            state.write(w -> w.set("lost", 1).commandId(lost));
            before = state.lease("mine", Duration.ofMinutes(1));
            unused = holdfast.mintCommandId();
        }
        try (Holdfast original = engine(store("timeline"))) {
            original.as(OPERATED).state(id.value()).write(w -> w.set("on", 1).commandId(unused));
        }
        Holdfast.on(store("timeline-2")).restore(backup, null, Instant.MAX, Progress.NONE);
        try (Holdfast holdfast = engine(store("timeline-2"))) {
            State state = holdfast.as(OPERATED).state(id.value());
            assertThat(state.write(w -> w.set("kept", 1).commandId(remembered)).replayed())
                    .isTrue();
            for (String other : List.of(lost, lost + ".1", unused)) {
                Failure refused = failure(
                        Code.OP_REUSED, () -> state.write(w -> w.set("lost", 1).commandId(other)));
                assertThat(refused.facts().string("restored_at")).isNotNull();
                String fresh = Objects.requireNonNull(refused.facts().string("op"));
                assertThat(fresh).startsWith("r1-");
                state.write(w -> w.increment("n", 1).commandId(fresh));
            }
            state.write(w -> w.set("own", 1).commandId("an id of the caller's own"));
            failure(
                    Code.OP_REUSED,
                    () -> holdfast.as(OPERATED).open(StateSpec.unnamed().commandId(lost)));
            Lease after = state.lease("mine", Duration.ofMinutes(1));
            assertThat(after.token()).isGreaterThan(before.token() + (1L << 39));
            failure(Code.CONFLICT, () -> state.write(w -> w.set("a", 1).lease("mine", before.token())));
            holdfast.moving().backUp(folder().resolve("backups").resolve("timeline-2"), Progress.NONE);
        }
        Holdfast.on(store("timeline-3"))
                .restore(folder().resolve("backups").resolve("timeline-2"), null, Instant.MAX, Progress.NONE);
        try (Holdfast holdfast = engine(store("timeline-3"))) {
            assertThat(holdfast.mintCommandId()).startsWith("r2-");
        }
    }

    @Test
    default void backup_thatWasKilledIsLeftOutOfAccount() {
        Path backup = folder().resolve("backups").resolve("killed");
        try (Holdfast holdfast = engine(MemoryLog.open())) {
            State plan = holdfast.as(OPERATED).open(StateSpec.named("plan")).state();
            holdfast.moving().backUp(backup, Progress.NONE);
            write(backup.resolve("backup-000002.jsonl"), "{\"half\":".getBytes(StandardCharsets.UTF_8));
            write(backup.resolve("backup-000002.heads.part"), new byte[0]);
            restore(MemoryLog.open(), backup, Instant.MAX);
            plan.write(w -> w.set("n", 1));
            assertThat(holdfast.moving().backUp(backup, Progress.NONE).segment())
                    .isEqualTo(2);
            assertThat(backup.resolve("backup-000002.heads.part")).doesNotExist();
            restore(MemoryLog.open(), backup, Instant.MAX);
        }
    }

    @Test
    default void backup_isOfOneStoreThatWasNotRolledBack() {
        Path backup = folder().resolve("backups").resolve("one");
        MemoryStorage storage = new MemoryStorage("one");
        try (Holdfast holdfast = engine(MemoryLog.open(storage));
                Holdfast other = engine(MemoryLog.open());
                Holdfast older = engine(MemoryLog.open(new MemoryStorage("one")))) {
            State plan = holdfast.as(OPERATED).open(StateSpec.named("plan")).state();
            Path early = folder().resolve("backups").resolve("early");
            holdfast.moving().backUp(early, Progress.NONE);
            plan.write(w -> w.set("n", 1));
            holdfast.moving().backUp(backup, Progress.NONE);
            failure(Code.INVALID, () -> other.moving().backUp(backup, Progress.NONE));
            older.moving().importFrom(early.resolve("backup-000001.jsonl"), false, false, Progress.NONE);
            failure(Code.INVALID, () -> older.moving().backUp(backup, Progress.NONE));
        }
    }

    @Test
    default void backup_thatFailsLeavesTheOneBefore() {
        Path backup = folder().resolve("backups").resolve("failed");
        MemoryStorage storage = new MemoryStorage();
        AtomicBoolean failing = new AtomicBoolean();
        CommitLog log = new ForwardingLog(MemoryLog.open(storage)) {
            @Override
            public CommitPage read(StateId id, long from, int commits, int bytes, Consistency consistency) {
                if (failing.get()) {
                    throw StoreUnavailableException.unusable("the disk failed");
                }
                return super.read(id, from, commits, bytes, consistency);
            }
        };
        try (Holdfast holdfast = engine(log)) {
            State plan = holdfast.as(OPERATED).open(StateSpec.named("plan")).state();
            holdfast.moving().backUp(backup, Progress.NONE);
            plan.write(w -> w.set("n", 1));
            failing.set(true);
            assertThatThrownBy(() -> holdfast.moving().backUp(backup, Progress.NONE))
                    .isInstanceOf(StoreUnavailableException.class);
            failing.set(false);
            assertThat(restore(MemoryLog.open(), backup, Instant.MAX).states()).isEqualTo(2);
            assertThat(holdfast.moving().backUp(backup, Progress.NONE).segment())
                    .isEqualTo(2);
        }
    }

    /** A folder with other files, such as those of a store, is not touched. */
    @Test
    default void backup_hasAFolderOfItsOwn() {
        Path taken = folder().resolve("taken");
        try (CommitLog log = store("taken");
                Holdfast holdfast = engine(MemoryLog.open())) {
            if (!Files.exists(taken)) {
                Files.createDirectories(taken);
                write(taken.resolve("000001.jsonl"), new byte[1]);
            }
            failure(Code.INVALID, () -> holdfast.moving().backUp(taken, Progress.NONE));
            assertThat(taken.resolve("000001.jsonl")).exists();
            assertThat(log.info().damages()).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A store that fails after some appends. */
    final class Failing extends ForwardingLog {
        private int left;

        Failing(CommitLog log, int left) {
            super(log);
            this.left = left;
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            if (left-- <= 0) {
                throw StoreUnavailableException.unusable("the power failed");
            }
            return super.append(batch);
        }
    }

    private static Restored restore(CommitLog log, Path backup, Instant at) {
        return Holdfast.on(log).restore(backup, null, at, Progress.NONE);
    }

    private static List<String> lines(Holdfast holdfast) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        holdfast.moving().export(new ExportSelection.All(), ExportContent.HISTORY, out, Progress.NONE);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        return lines.subList(1, lines.size() - 1);
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
