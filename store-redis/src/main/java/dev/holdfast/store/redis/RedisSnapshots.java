package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateId;
import java.util.Optional;
import java.util.function.Function;

/** Snapshots beside the log, in the memory of the same server; large ones are not worth it and are dropped. */
final class RedisSnapshots implements SnapshotStore {
    /** The largest snapshot that is kept, in bytes. */
    static final int MOST_BYTES = 1 << 20;

    private final Asking asking;

    /** Asks the shard of a state. */
    interface Asking {
        <T> T ask(StateId id, Function<ShardScripts, T> question);
    }

    RedisSnapshots(Asking asking) {
        this.asking = asking;
    }

    @Override
    public Optional<Snapshot> find(StateId id) {
        return asking.ask(id, shard -> {
            RedisReply found = shard.snapshot(id);
            return found.isNothing() ? Optional.empty() : Optional.of(CommitBytes.readSnapshot(found.bytes()));
        });
    }

    @Override
    public void put(StateId id, Snapshot snapshot) {
        asking.ask(id, shard -> {
            if (snapshot.content().length() <= MOST_BYTES) {
                shard.putSnapshot(id, snapshot);
            } else {
                shard.deleteSnapshot(id);
            }
            return true;
        });
    }

    @Override
    public void delete(StateId id) {
        asking.ask(id, shard -> {
            shard.deleteSnapshot(id);
            return true;
        });
    }
}
