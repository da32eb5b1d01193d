package dev.holdfast.store.file;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.CommitLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The storage contract with so many checkpoints that states are found in their file, and in memory, and change. */
final class FrequentCheckpointsTest implements CommitLogContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog open() {
        return FileStore.open(
                folder, FileOptions.DEFAULT.withSegments(1 << 14, 1 << 12).withCheckpoints(7));
    }
}
