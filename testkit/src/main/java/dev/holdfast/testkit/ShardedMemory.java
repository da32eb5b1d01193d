package dev.holdfast.testkit;

import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The data of a store in memory that is shaped as one on several machines is: with shards, without a turn, and without
 * knowledge of what its other clients do. Safe for use by many threads.
 */
public final class ShardedMemory {
    private final List<MemoryStorage> shards;

    /** @param shards how many shards it has */
    public ShardedMemory(int shards) {
        String id = UUID.randomUUID().toString();
        this.shards = Stream.generate(() -> new MemoryStorage(id)).limit(shards).toList();
    }

    /** A further client. */
    public CommitLog client() {
        return new ShardedLog(shards.stream().map(MemoryLog::open).toList());
    }
}
