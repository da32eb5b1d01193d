package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.BackupContract;
import dev.holdfast.testkit.custody.MovingContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteMovingTest implements MovingContract, BackupContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog store(String name) {
        return SqliteStore.open(folder.resolve(name + ".db"));
    }

    @Override
    public Path folder() {
        return folder;
    }
}
