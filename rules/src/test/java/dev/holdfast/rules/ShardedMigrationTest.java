package dev.holdfast.rules;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.ShardedMemory;
import dev.holdfast.testkit.custody.MigrationContract;
import java.util.HashMap;
import java.util.Map;

/** On stores with shards and without turns, as those on several machines are. */
final class ShardedMigrationTest implements MigrationContract {
    private final Map<String, ShardedMemory> stores = new HashMap<>();

    @Override
    public CommitLog store(String name) {
        return stores.computeIfAbsent(name, each -> new ShardedMemory(4)).client();
    }
}
