package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.MigrationContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteMigrationTest implements MigrationContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog store(String name) {
        return SqliteStore.open(folder.resolve(name + ".db"));
    }
}
