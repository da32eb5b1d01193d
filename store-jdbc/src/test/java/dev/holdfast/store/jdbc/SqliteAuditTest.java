package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.AuditContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteAuditTest implements AuditContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog open() {
        return SqliteStore.open(folder.resolve("state.db"));
    }

    @Override
    public CommitLog openAudit() {
        return SqliteStore.open(folder.resolve("state.db-audit"));
    }
}
