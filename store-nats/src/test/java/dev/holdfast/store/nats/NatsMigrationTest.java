package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.MigrationContract;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class NatsMigrationTest implements MigrationContract {
    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    @Override
    public CommitLog store(String name) {
        return NatsStore.open(addresses.computeIfAbsent(name, any -> LocalServer.newStore()));
    }
}
