package dev.holdfast.rules;

import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.BackupContract;
import dev.holdfast.testkit.custody.MovingContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;

final class MemoryMovingTest implements MovingContract, BackupContract {
    private final Map<String, MemoryStorage> stores = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    @Override
    public CommitLog store(String name) {
        return MemoryLog.open(stores.computeIfAbsent(name, any -> new MemoryStorage()));
    }

    @Override
    public Path folder() {
        return folder;
    }
}
