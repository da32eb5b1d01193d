package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.LostFilesContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLostFilesTest implements LostFilesContract {
    @TempDir
    private Path folder;

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Path place(Path home) {
        return home.resolve("state.db");
    }

    @Override
    public List<String> standsOn() {
        return List.of("", "state.db", "state.db-wal", "state.db-shm", "state.db-turn");
    }

    @Override
    public CommitLog open(Path place, Duration patience) {
        return SqliteStore.open(place, SqliteOptions.DEFAULT.withTurnTimeout(patience));
    }
}
