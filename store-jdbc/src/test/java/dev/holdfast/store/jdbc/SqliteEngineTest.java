package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.EngineContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteEngineTest implements EngineContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog open() {
        return SqliteStore.open(folder.resolve("state.db"));
    }
}
