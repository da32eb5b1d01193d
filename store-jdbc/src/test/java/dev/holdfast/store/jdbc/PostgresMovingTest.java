package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.BackupContract;
import dev.holdfast.testkit.custody.MovingContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

final class PostgresMovingTest implements MovingContract, BackupContract {
    @TempDir
    private Path folder;

    private final Map<String, String> stores = new HashMap<>();

    @Override
    public CommitLog store(String name) {
        return PostgresUnderTest.open(stores.computeIfAbsent(name, each -> PostgresUnderTest.newStore(1)));
    }

    @Override
    public Path folder() {
        return folder;
    }
}
