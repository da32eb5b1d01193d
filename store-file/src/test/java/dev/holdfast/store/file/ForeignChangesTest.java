package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.local.ChangeCounter;
import dev.holdfast.engine.local.ForeignChanges;
import dev.holdfast.engine.local.SharedMemory;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.Crowd;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForeignChangesTest {
    private static final int CHANGES = 200_000;

    @TempDir
    private Path folder;

    @Test
    void epoch_standsStillThroughOwnChanges() throws IOException {
        ForeignChanges own = new ForeignChanges(mapped());
        long before = own.epoch();
        own.beginOwn();
        assertThat(own.epoch()).isEqualTo(before);
        own.endOwn();
        assertThat(own.epoch()).isEqualTo(before);
    }

    @Test
    void epoch_isUnknownDuringForeignChangesAndNewAfter() throws IOException {
        ForeignChanges one = new ForeignChanges(mapped());
        ForeignChanges two = new ForeignChanges(mapped());
        long before = one.epoch();
        two.beginOwn();
        assertThat(one.epoch()).isEqualTo(CommitLog.UNKNOWN_EPOCH);
        two.endOwn();
        assertThat(one.epoch()).isGreaterThan(before);
    }

    @Test
    void epoch_isNewAfterTheRepairOfADeadClientsChange() throws IOException {
        ChangeCounter counter = mapped();
        ForeignChanges one = new ForeignChanges(counter);
        long before = one.epoch();
        new ForeignChanges(counter).beginOwn();
        counter.repair();
        long repaired = one.epoch();
        assertThat(repaired).isGreaterThan(before);
        counter.repair();
        assertThat(one.epoch()).isEqualTo(repaired);
    }

    /**
     * Two clients make changes in turns. An answer to one must count at least the changes that the other had finished
     * before the question, and at most those it had begun by the answer.
     */
    @Test
    void epoch_isExactHoweverItRacesWithChanges() throws IOException {
        ForeignChanges one = new ForeignChanges(mapped());
        ForeignChanges two = new ForeignChanges(mapped());
        ReentrantLock turn = new ReentrantLock();
        AtomicLong begun = new AtomicLong();
        AtomicLong done = new AtomicLong();
        Future<Boolean> own = Crowd.start(() -> change(one, turn, new AtomicLong(), new AtomicLong()));
        Future<Boolean> foreign = Crowd.start(() -> change(two, turn, begun, done));
        while (!own.isDone() || !foreign.isDone()) {
            long least = 2 * done.get();
            long epoch = one.epoch();
            long most = 2 * begun.get();
            if (epoch != CommitLog.UNKNOWN_EPOCH) {
                assertThat(epoch).isBetween(least, most);
            }
        }
        assertThat(Crowd.join(own) && Crowd.join(foreign)).isTrue();
        assertThat(one.epoch()).isEqualTo(2L * CHANGES);
    }

    private static boolean change(ForeignChanges client, ReentrantLock turn, AtomicLong begun, AtomicLong done) {
        for (int i = 0; i < CHANGES; i++) {
            turn.lock();
            try {
                begun.incrementAndGet();
                client.beginOwn();
                client.endOwn();
                done.incrementAndGet();
            } finally {
                turn.unlock();
            }
        }
        return true;
    }

    /** The counter in a file of this test, mapped once more as another process would. */
    private ChangeCounter mapped() throws IOException {
        try (FileChannel channel = FileChannel.open(
                folder.resolve("counter"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return SharedMemory.map(channel).changes();
        }
    }
}
