package dev.holdfast.testkit;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.Discrepancy;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store that passes every call on to another one. To inject a fault, override the method that is to fail. */
public class ForwardingLog implements CommitLog {
    private final CommitLog delegate;

    public ForwardingLog(CommitLog delegate) {
        this.delegate = delegate;
    }

    @Override
    public StoreInfo info() {
        return delegate.info();
    }

    @Override
    public Turn turn() {
        return delegate.turn();
    }

    @Override
    public Optional<Instant> time() {
        return delegate.time();
    }

    @Override
    public long epoch() {
        return delegate.epoch();
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        return delegate.append(batch);
    }

    @Override
    public CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency) {
        return delegate.read(id, fromRevision, maxCommits, maxBytes, consistency);
    }

    @Override
    public Head head(StateId id, Consistency consistency) {
        return delegate.head(id, consistency);
    }

    @Override
    public List<Head> heads(List<StateId> ids, Consistency consistency) {
        return ids.stream().map(id -> head(id, consistency)).toList();
    }

    @Override
    public OptionalLong find(StateId id, CommandKey command) {
        return delegate.find(id, command);
    }

    @Override
    public FeedPage feed(int shard, Cursor after, int maxCommits, Duration wait) {
        return delegate.feed(shard, after, maxCommits, wait);
    }

    @Override
    public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
        return delegate.list(shard, filter, after, max);
    }

    @Override
    public Holding held(int shard, String owner) {
        return delegate.held(shard, owner);
    }

    @Override
    public void inspect(Consumer<Discrepancy> found) {
        delegate.inspect(found);
    }

    @Override
    public SnapshotStore snapshots() {
        return delegate.snapshots();
    }

    @Override
    public void truncate(StateId id, long upTo, Base base) {
        delegate.truncate(id, upTo, base);
    }

    @Override
    public boolean begin(StateId id, Base base, StateHeader header) {
        return delegate.begin(id, base, header);
    }

    @Override
    public void purge() {
        delegate.purge();
    }

    @Override
    public boolean tombstone(StateId id, long expected) {
        return delegate.tombstone(id, expected);
    }

    @Override
    public void close() {
        delegate.close();
    }
}
