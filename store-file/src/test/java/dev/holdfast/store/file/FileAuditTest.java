package dev.holdfast.store.file;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.AuditContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FileAuditTest implements AuditContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog open() {
        return FileStore.open(folder.resolve("store"));
    }

    @Override
    public CommitLog openAudit() {
        return FileStore.open(folder.resolve("store-audit"));
    }
}
