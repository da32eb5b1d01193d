package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.AuditedProcessesContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

final class SqliteAuditedProcessesTest implements AuditedProcessesContract {
    @TempDir
    private Path folder;

    @Override
    public Path place() {
        return folder.resolve("new/state.db");
    }

    @Override
    public CommitLog open(Path place, Duration patience) {
        return SqliteStore.open(place, SqliteOptions.DEFAULT.withTurnTimeout(patience));
    }
}
