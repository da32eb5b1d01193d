package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.BackupContract;
import dev.holdfast.testkit.custody.MovingContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;

final class NatsMovingTest implements MovingContract, BackupContract {
    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    @Override
    public CommitLog store(String name) {
        return NatsStore.open(addresses.computeIfAbsent(name, any -> LocalServer.newStore()));
    }

    @Override
    public Path folder() {
        return folder;
    }
}
