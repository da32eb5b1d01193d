package dev.holdfast.testkit;

import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A store that counts how often it is asked for something; following its feed aside. Safe for use by many threads. */
public final class CountingLog extends ForwardingLog {
    private final AtomicLong reads = new AtomicLong();

    public CountingLog(CommitLog delegate) {
        super(delegate);
    }

    /** How often the store was asked since it was opened. */
    public long reads() {
        return reads.get();
    }

    @Override
    public CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency) {
        reads.incrementAndGet();
        return super.read(id, fromRevision, maxCommits, maxBytes, consistency);
    }

    @Override
    public Head head(StateId id, Consistency consistency) {
        reads.incrementAndGet();
        return super.head(id, consistency);
    }

    @Override
    public OptionalLong find(StateId id, CommandKey command) {
        reads.incrementAndGet();
        return super.find(id, command);
    }

    @Override
    public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
        reads.incrementAndGet();
        return super.list(shard, filter, after, max);
    }

    @Override
    public SnapshotStore snapshots() {
        SnapshotStore snapshots = super.snapshots();
        return new SnapshotStore() {
            @Override
            public Optional<Snapshot> find(StateId id) {
                reads.incrementAndGet();
                return snapshots.find(id);
            }

            @Override
            public void put(StateId id, Snapshot snapshot) {
                snapshots.put(id, snapshot);
            }

            @Override
            public void delete(StateId id) {
                snapshots.delete(id);
            }
        };
    }
}
