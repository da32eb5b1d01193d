package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Discrepancy;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An index that is not what the log adds up to, as one that comes from an altered checkpoint. */
final class IndexInspectionTest {
    private static final int MANY = 200;

    private final SimulatedDisk disk = new SimulatedDisk(new Random(1), SimulatedDisk.Lies.NONE);
    private final StateId one = Samples.freshId();
    private final StateId other = Samples.freshId();

    @BeforeEach
    void write() {
        try (CommitLog log = open(disk)) {
            Samples.fill(log, one, 30);
            Samples.fill(log, other, 3);
            log.truncate(
                    one,
                    20,
                    Samples.base(log.read(one, 20, 1, 1, Consistency.LINEARIZABLE)
                            .commits()
                            .getFirst()));
            assertThat(found(log)).isEmpty();
        }
    }

    @Test
    void soundIndex_isSound() throws IOException {
        assertThat(found(LogFolder.open(disk))).isEmpty();
    }

    /** The keys by which states are found follow every change of a header but this one. */
    @Test
    void stateThatIsNotFoundByItsHeader_isTold() throws IOException {
        LogFolder folder = LogFolder.open(disk);
        StateHeader header = Objects.requireNonNull(
                folder.<@Nullable StateHeader>look(index -> Objects.requireNonNull(index.state(one)).header));
        folder.change(index -> {
            IndexedState state = Objects.requireNonNull(index.states().change(one));
            index.states().header(one, state, null, false);
            state.header = header;
            return index;
        });

        assertThat(found(folder)).extracting(Discrepancy::what).containsExactly("it is not found by its header");
    }

    @Test
    void alteredIndex_isTold() throws IOException {
        List<LogFolder.Question<Boolean>> changes = List.of(
                index -> change(index, state -> state.header = Samples.header("mallory")),
                index -> change(index, state -> state.hash = Samples.bytes(32)),
                index -> change(index, state -> state.revision = 29),
                index -> change(index, state -> state.removeFirst(1)),
                index -> change(index, state -> state.missing = 25),
                index -> change(index, state -> state.baseRevision = 19));
        for (LogFolder.Question<Boolean> change : changes) {
            LogFolder folder = LogFolder.open(disk);
            folder.change(change);
            assertThat(found(folder)).extracting(Discrepancy::state).containsExactly(one);
        }
    }

    @Test
    void stateThatOnlyTheIndexHas_isTold() throws IOException {
        LogFolder folder = LogFolder.open(disk);
        StateId unknown = Samples.freshId();
        folder.change(index -> index.states().changeOrAdd(unknown));
        assertThat(found(folder)).extracting(Discrepancy::state).containsExactly(unknown);
    }

    /**
     * What another client rewrites may lack what is erased only further on, where the index has not been yet. The state
     * comes at one moment of the inspection and goes at another.
     */
    @Test
    void stateThatIsErasedAndPurgedMeanwhile_isSound_wheneverThatIs() throws IOException {
        for (int come = 0; come < 4; come++) {
            int last = operations(come, MANY);
            assertThat(last).isBetween(20, MANY);
            for (int go = 1; go < last; go++) {
                operations(come, go);
            }
        }
    }

    /**
     * Inspects while another client works.
     *
     * @param come at which operation a state comes
     * @param go after how many others it goes
     * @return how many operations there were
     */
    private static int operations(int come, int go) throws IOException {
        SimulatedDisk fresh = new SimulatedDisk(new Random(1), SimulatedDisk.Lies.NONE);
        StateId passing = Samples.freshId();
        AtomicInteger at = new AtomicInteger(Integer.MIN_VALUE);
        try (CommitLog writer = open(fresh)) {
            Samples.fill(writer, Samples.freshId(), 30);
            LogFolder folder = LogFolder.open(ListeningDisk.on(fresh, (target, operation, arguments) -> {
                int now = at.getAndIncrement();
                if (now == come) {
                    Samples.fill(writer, passing, 1);
                    Samples.fill(writer, Samples.freshId(), 30);
                } else if (now == come + go && now > 0) {
                    assertThat(writer.tombstone(passing, 1)).isTrue();
                    writer.purge();
                }
            }));
            at.set(0);
            assertThat(found(folder))
                    .as("comes at operation %d, goes %d later", come, go)
                    .isEmpty();
            return at.get();
        }
    }

    private static CommitLog open(SimulatedDisk on) {
        return FileStore.open(
                on, FileOptions.DEFAULT.withSegments(1 << 12, 1 << 10), Durability.LOCAL, "simulated", () -> "it");
    }

    private boolean change(LogIndex index, Consumer<IndexedState> change) {
        IndexedState state = index.states().change(one);
        if (state != null) {
            change.accept(state);
        }
        return state != null;
    }

    private static List<Discrepancy> found(LogFolder folder) throws IOException {
        List<Discrepancy> found = new ArrayList<>();
        IndexInspection.run(folder, found::add);
        return found;
    }

    private static List<Discrepancy> found(CommitLog log) {
        List<Discrepancy> found = new ArrayList<>();
        log.inspect(found::add);
        return found;
    }
}
