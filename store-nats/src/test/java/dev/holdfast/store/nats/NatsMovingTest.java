package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.BackupContract;
import dev.holdfast.testkit.custody.MovingContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class NatsMovingTest implements MovingContract, BackupContract {
    /** Of one shard each, so that exports have one order. */
    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    @Override
    public CommitLog store(String name) {
        return NatsStore.open(
                addresses.computeIfAbsent(name, any -> LocalServer.newStore(1).address()));
    }

    @Override
    public Path folder() {
        return folder;
    }
}
