package dev.holdfast.store.file;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.CommitLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The storage contract with segments so small that new ones begin, and old ones are rewritten, all the time. */
final class SmallSegmentsTest implements CommitLogContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog open() {
        return FileStore.open(folder, FileOptions.DEFAULT.withSegments(1 << 13, 1 << 12));
    }
}
