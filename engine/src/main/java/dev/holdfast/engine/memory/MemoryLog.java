package dev.holdfast.engine.memory;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A client of a store in memory. It has no turn: the check of each append alone decides which client wins. Safe for use
 * by many threads.
 */
public final class MemoryLog implements CommitLog {
    private static final int FORMAT = 1;
    private static final int SHARDS = 1;

    private final MemoryStorage storage;
    private final StoreInfo info;
    private final AtomicLong foreignChanges = new AtomicLong();
    private volatile boolean closed;

    private MemoryLog(MemoryStorage storage) {
        this.storage = storage;
        this.info = new StoreInfo(
                storage.id(),
                FORMAT,
                SHARDS,
                MemoryStorage.MAX_COMMIT_BYTES,
                Durability.EPHEMERAL,
                "kept in the memory of this process only",
                List.of(),
                "memory");
    }

    /** The only client of a new and empty storage. */
    public static MemoryLog open() {
        return open(new MemoryStorage());
    }

    /** A further client of a storage. */
    public static MemoryLog open(MemoryStorage storage) {
        MemoryLog client = new MemoryLog(storage);
        storage.join(client);
        return client;
    }

    @Override
    public StoreInfo info() {
        return info;
    }

    @Override
    public Turn turn() {
        requireOpen();
        return Turn.NONE;
    }

    @Override
    public long epoch() {
        return foreignChanges.get();
    }

    /** Called by the storage, as the last step of another client's change. */
    void othersChanged() {
        foreignChanges.incrementAndGet();
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        requireOpen();
        return storage.append(this, batch);
    }

    @Override
    public CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency) {
        requireOpen();
        return storage.ask(
                id, log -> log.read(fromRevision, maxCommits, maxBytes), new CommitPage(null, List.of(), false));
    }

    @Override
    public Head head(StateId id, Consistency consistency) {
        requireOpen();
        return storage.ask(id, StateLog::head, Head.ABSENT);
    }

    @Override
    public OptionalLong find(StateId id, CommandKey command) {
        requireOpen();
        return storage.ask(id, log -> log.find(command), OptionalLong.empty());
    }

    @Override
    public FeedPage feed(int shard, Cursor after, int maxCommits, Duration wait) {
        requireOpen();
        Objects.checkIndex(shard, SHARDS);
        FeedPage page = storage.feed(after, maxCommits, wait.toNanos(), () -> !closed);
        requireOpen();
        return page;
    }

    @Override
    public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
        requireOpen();
        Objects.checkIndex(shard, SHARDS);
        return storage.list(filter, after, max);
    }

    @Override
    public Holding held(int shard, String owner) {
        requireOpen();
        Objects.checkIndex(shard, SHARDS);
        return storage.held(owner);
    }

    @Override
    public void truncate(StateId id, long upTo, Base base) {
        requireOpen();
        storage.truncate(this, id, upTo, base);
    }

    @Override
    public boolean begin(StateId id, Base base, StateHeader header) {
        requireOpen();
        return storage.begin(this, id, base, header);
    }

    @Override
    public boolean tombstone(StateId id, long expected) {
        requireOpen();
        return storage.tombstone(this, id, expected);
    }

    /** Leaves the storage, which other clients can still use. */
    @Override
    public void close() {
        closed = true;
        storage.leave(this);
    }

    private void requireOpen() {
        if (closed) {
            throw StoreUnavailableException.closed();
        }
    }
}
