package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.BackupContract;
import dev.holdfast.testkit.custody.MovingContract;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class RedisMovingTest implements MovingContract, BackupContract {
    private final String address = RedisProcess.shared().newStore();

    @TempDir
    private Path folder;

    @Override
    public CommitLog store(String name) {
        return RedisStore.open(address + "-" + name);
    }

    @Override
    public Path folder() {
        return folder;
    }
}
