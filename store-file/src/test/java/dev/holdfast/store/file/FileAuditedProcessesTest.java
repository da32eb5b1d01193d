package dev.holdfast.store.file;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.AuditedProcessesContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

final class FileAuditedProcessesTest implements AuditedProcessesContract {
    @TempDir
    private Path folder;

    @Override
    public Path place() {
        return folder.resolve("new/store");
    }

    /** Segments are short, so that processes read each other's records through many of them. */
    @Override
    public CommitLog open(Path place, Duration patience) {
        return FileStore.open(
                place, FileOptions.DEFAULT.withTurnTimeout(patience).withSegments(1 << 14, 1 << 13));
    }
}
