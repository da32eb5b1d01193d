package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.store.file.SimulatedDisk.Lies;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A state that is erased while a checkpoint is written, by a client that is killed right after that. */
final class ErasedMeanwhileTest {
    private final ShortLives lives = new ShortLives(1 << 12);
    private final SimulatedDisk disk = new SimulatedDisk(new Random(1), Lies.NONE);
    private final AtomicReference<@Nullable FileLog> erasing = new AtomicReference<>();
    private final AtomicReference<@Nullable SimulatedDisk> killed = new AtomicReference<>();
    private volatile boolean isErased;
    private volatile boolean isRenamed;

    @Test
    void bytesOfAStateErasedDuringACheckpoint_areRemovedByTheNextClient() throws IOException {
        try (FileLog log = lives.open(disk)) {
            lives.write(log);
            Samples.fill(log, Samples.freshId(), 20); // So that the secret is in a full segment.
        }
        FileOptions often = FileOptions.DEFAULT.withSegments(1 << 12, 1 << 10).withCheckpoints(1);
        Disk listening = ListeningDisk.on(disk, (target, operation, arguments) -> during(operation, arguments));
        try (FileLog log = FileStore.open(listening, often, Durability.LOCAL, "a simulated disk", () -> "simulated")) {
            erasing.set(log);
            Samples.fill(log, Samples.freshId(), 1);
            log.awaitCare();
        }
        SimulatedDisk next = Objects.requireNonNull(killed.get());
        assertThat(ShortLives.filesWithSecrets(next)).isNotEmpty();
        try (CommitLog log = lives.open(next)) {
            lives.check(log);
        }
        assertThat(ShortLives.filesWithSecrets(next)).isEmpty();
    }

    /** Erases once the checkpoint is begun, and kills the client once it has its name. */
    private void during(String operation, Object @Nullable [] arguments) {
        boolean checkpoint = arguments != null && arguments.length > 0 && arguments[0].equals(Checkpoint.FILE + ".new");
        FileLog log = erasing.get();
        if (checkpoint && operation.equals("create") && log != null) {
            erasing.set(null);
            lives.eraseAll(log);
            isErased = true;
        } else if (checkpoint && operation.equals("rename")) {
            isRenamed = isErased;
        } else if (isRenamed && operation.equals("sync") && killed.get() == null) {
            killed.set(disk.copy(new Random(1)));
        }
    }
}
