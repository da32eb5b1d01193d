package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.RulesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRulesTest implements RulesContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog open() {
        return SqliteStore.open(folder.resolve("state.db"));
    }
}
