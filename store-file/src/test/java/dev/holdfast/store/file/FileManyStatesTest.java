package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store reads as many bytes to open and to work however many states it has. {@code -Dholdfast.test.states=1000000}
 * shows it for a million.
 */
final class FileManyStatesTest {
    private static final int FEW = 1_000;
    private static final int MANY = Integer.getInteger("holdfast.test.states", 30_000);
    private static final int BATCH = 1_000;
    private static final FileOptions OPTIONS = FileOptions.DEFAULT.withSegments(1 << 30, 1 << 10);
    private static final Instant DUE = Instant.parse("2030-01-01T00:00:00Z");

    /** Two levels more of the checkpoint's tree, for each of ten look-ups. */
    private static final long MORE = 2 * 10 * (8 << 10);

    @Test
    void work_readsNoMoreWithManyStates(@TempDir Path folder) throws IOException {
        long few = bytesRead(filled(folder.resolve("few"), FEW));
        long many = bytesRead(filled(folder.resolve("many"), MANY));

        System.out.println(
                "bytes read to open and work: " + few + " with " + FEW + " states, " + many + " with " + MANY);
        assertThat(many).isLessThan(few + MORE);
    }

    /** Only what changed since the last checkpoint is in memory. */
    @Test
    void checkpoint_takesStatesOutOfMemory(@TempDir Path folder) throws IOException {
        filled(folder, FEW);
        LogFolder opened = LogFolder.open(LocalDisk.of(folder));
        StateId changed = opened.look(index -> index.states().ids(null).next());
        opened.change(index -> index.states().change(changed));
        assertThat(inMemory(opened)).isEqualTo(1);

        Checkpoint.save(opened);

        assertThat(inMemory(opened)).isZero();
        assertThat(opened.<Long>look(index -> index.states().after(null).count()))
                .isEqualTo((long) FEW);
        opened.close();
    }

    @Test
    void checkpointDamagedAnywhere_isReplacedByTheLog(@TempDir Path folder) throws IOException {
        filled(folder, FEW);
        Path checkpoint = folder.resolve(Checkpoint.FILE);
        byte[] whole = Files.readAllBytes(checkpoint);
        for (int at = 5; at < whole.length; at += whole.length / 23) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(checkpoint, damaged, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            try (CommitLog log = FileStore.open(folder, OPTIONS)) {
                assertThat(log.held(0, "owner")).as("byte %d", at).isEqualTo(holding(FEW));
                assertThat(listed(log, HeaderFilter.of("owner"))).isEqualTo(FEW);
                assertThat(listed(log, HeaderFilter.AGING)).isEqualTo(FEW);
                assertThat(listed(log, waiting("owner", StateHeader.ANY_PERSON)))
                        .isEqualTo(FEW);
                assertThat(listed(log, dueBefore(DUE.plusSeconds(1)))).isEqualTo(FEW);
                assertThat(listed(log, HeaderFilter.ALL)).isEqualTo(FEW);
            }
        }
    }

    private static int inMemory(LogFolder folder) throws IOException {
        return folder.<Integer>look(index -> index.states().changed(null).size());
    }

    private static int listed(CommitLog log, HeaderFilter filter) {
        return log.list(0, filter, null, 2 * FEW).states().size();
    }

    private static Path filled(Path folder, int states) {
        try (CommitLog log = FileStore.open(folder, OPTIONS)) {
            for (int done = 0; done < states; done += BATCH) {
                List<Append> batch = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    batch.add(Samples.append(Samples.freshId(), Samples.commit(1), header("owner")));
                }
                log.append(batch);
            }
        }
        return folder;
    }

    private static Holding holding(int states) {
        return new Holding(states, states * header("owner").bytes());
    }

    private static StateHeader header(String owner) {
        StateHeader plain = Samples.header(owner);
        return new StateHeader(
                owner,
                null,
                Map.of("label", "value"),
                plain.readers(),
                plain.lifetime(),
                null,
                DUE,
                plain.phase(),
                plain.bytes(),
                plain.updated(),
                Duration.ofDays(7),
                Set.of(StateHeader.ANY_PERSON));
    }

    private static HeaderFilter waiting(String principal, String what) {
        return HeaderFilter.of(principal).withWaitsFor(Set.of(what, StateHeader.PERSON + principal));
    }

    private static HeaderFilter dueBefore(Instant time) {
        return new HeaderFilter(null, null, Map.of(), null, null, time);
    }

    /** What it takes to open a store, look around, write and look for timers. */
    private static long bytesRead(Path folder) throws IOException {
        CountingDisk counting = new CountingDisk();
        try (CommitLog log =
                FileStore.open(counting.on(LocalDisk.of(folder)), OPTIONS, Durability.LOCAL, "test", () -> "unused")) {
            StateId some = log.list(0, HeaderFilter.of("owner"), new StateId("st_8"), 10)
                    .states()
                    .getFirst()
                    .id();
            log.read(some, 1, 10, 10_000, Consistency.LINEARIZABLE);
            log.append(List.of(Samples.append(some, Samples.commit(2), header("me"))));
            log.append(List.of(Samples.append(Samples.freshId(), Samples.commit(1), header("me"))));
            assertThat(log.list(0, HeaderFilter.of("me"), null, 10).states()).hasSize(2);
            assertThat(log.list(0, HeaderFilter.of("another"), null, 10).states())
                    .isEmpty();
            assertThat(log.list(0, HeaderFilter.AGING, some, 10).states()).hasSize(10);
            assertThat(log.list(0, waiting("owner", "work:none"), null, 10).states())
                    .isEmpty();
            log.append(List.of(Samples.append(
                    some, Samples.commit(3), Samples.header("me").withWaitsFor(Set.of(StateHeader.ANY_PERSON)))));
            assertThat(log.list(0, waiting("me", StateHeader.ANY_PERSON), null, 10)
                            .states())
                    .hasSize(2);
            assertThat(log.list(0, dueBefore(DUE), null, 10).states()).isEmpty();
            assertThat(log.held(0, "owner").open()).isPositive();
            return counting.bytes();
        }
    }
}
