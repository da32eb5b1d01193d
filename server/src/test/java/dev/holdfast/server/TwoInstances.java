package dev.holdfast.server;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.store.file.FileStore;
import dev.holdfast.store.jdbc.SqliteStore;
import dev.holdfast.testkit.ManualTime;
import dev.holdfast.testkit.ShardedMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Two engines on one store, as two processes have them, at a time that tests move. */
final class TwoInstances implements AutoCloseable {
    private final ManualTime time = new ManualTime();
    private final AtomicInteger turns = new AtomicInteger();
    private final List<Holdfast> both;

    private TwoInstances(Supplier<CommitLog> store) {
        this.both = List.of(engine(store.get()), engine(store.get()));
    }

    static TwoInstances inMemory() {
        MemoryStorage storage = new MemoryStorage();
        return new TwoInstances(() -> MemoryLog.open(storage));
    }

    /** As on a store of several machines: with shards and without a turn. */
    static TwoInstances inShards() {
        ShardedMemory storage = new ShardedMemory(4);
        return new TwoInstances(storage::client);
    }

    static TwoInstances onSqlite(Path folder) {
        return new TwoInstances(() -> SqliteStore.open(folder.resolve("state.db")));
    }

    static TwoInstances onFiles(Path folder) {
        return new TwoInstances(() -> FileStore.open(folder));
    }

    private Holdfast engine(CommitLog log) {
        return Holdfast.on(log)
                .clock(time)
                .removalPause(Duration.ZERO)
                .timersByHand()
                .open();
    }

    /** The one and the other in turn. */
    Holdfast next() {
        return both.get(turns.getAndIncrement() % both.size());
    }

    ManualTime time() {
        return time;
    }

    /** Lets time pass; one of them does what has become due. */
    void pass(Duration duration) {
        time.pass(duration);
        next().fireTimers();
    }

    @Override
    public void close() {
        both.forEach(Holdfast::close);
    }
}
