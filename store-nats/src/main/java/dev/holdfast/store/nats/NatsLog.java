package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client of a store in NATS. Which client wins is decided by the check of each append alone. */
final class NatsLog implements CommitLog {
    private final ServerLink link;
    private final StoreInfo info;
    private final List<Shard> shards;
    private final long mostMessageBytes;
    private final Thread care;

    /**
     * @param mostMessageBytes the largest message that the servers take
     * @param care keeps the followers up; ended with this client
     */
    NatsLog(ServerLink link, StoreInfo info, List<Shard> shards, long mostMessageBytes, Thread care) {
        this.link = link;
        this.info = info;
        this.shards = List.copyOf(shards);
        this.mostMessageBytes = mostMessageBytes;
        this.care = care;
    }

    @Override
    public StoreInfo info() {
        return info;
    }

    @Override
    public Turn turn() {
        link.requireOpen();
        return Turn.NONE;
    }

    @Override
    public long epoch() {
        return UNKNOWN_EPOCH;
    }

    /** The clock of the server that leads the stream of the first shard. */
    @Override
    public Optional<Instant> time() {
        return Optional.of(link.call(() -> shards.getFirst().leader().time()));
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        return link.call(() -> {
            AppendResult[] results = new AppendResult[batch.size()];
            Map<Integer, ShardAppend> parts = new TreeMap<>();
            for (int i = 0; i < batch.size(); i++) {
                parts.computeIfAbsent(info.shardOf(batch.get(i).state()), shard -> part(shard, results))
                        .add(batch.get(i), i);
            }
            parts.values().forEach(ShardAppend::begin);
            parts.values().forEach(ShardAppend::complete);
            return Arrays.asList(results);
        });
    }

    private ShardAppend part(int shard, AppendResult[] results) {
        return new ShardAppend(shards.get(shard), info.maxCommitBytes(), mostMessageBytes, results);
    }

    @Override
    public CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency) {
        return link.call(() -> reading(id).read(id, fromRevision, maxCommits, maxBytes));
    }

    @Override
    public Head head(StateId id, Consistency consistency) {
        return link.call(() -> reading(id).head(id));
    }

    @Override
    public List<Head> heads(List<StateId> ids, Consistency consistency) {
        Map<StateId, Head> heads = new HashMap<>();
        ids.stream().collect(Collectors.groupingBy(info::shardOf)).values().forEach(mine -> {
            List<Head> found = link.call(() -> reading(mine.getFirst()).heads(mine));
            for (int i = 0; i < mine.size(); i++) {
                heads.put(mine.get(i), found.get(i));
            }
        });
        return ids.stream().map(heads::get).toList();
    }

    @Override
    public OptionalLong find(StateId id, CommandKey command) {
        return link.call(() -> reading(id).find(id, command));
    }

    @Override
    public FeedPage feed(int shard, Cursor after, int maxCommits, Duration wait) {
        Shard of = shards.get(shard);
        ShardFeed feed = new ShardFeed(of.leader(), () -> upToDate(of), info.id());
        long deadline = System.nanoTime() + wait.toNanos();
        FeedPage page = link.call(() -> feed.read(after, maxCommits));
        while (page.entries().isEmpty() && !after.equals(Cursor.LATEST)) {
            Cursor from = page.next();
            long left = deadline - System.nanoTime();
            if (left <= 0 || !awaitAfter(of.fold(), from.position(info.id()), left)) {
                link.requireOpen();
                return page;
            }
            page = link.call(() -> feed.read(from, maxCommits));
        }
        return page;
    }

    /** Waits until there is a message after a position; false if there is none in time. */
    private boolean awaitAfter(ShardFold fold, long position, long nanos) {
        try {
            return fold.await(position + 1, nanos, () -> !link.isClosed());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
        return upToDate(shard).list(filter, after, max);
    }

    @Override
    public Holding held(int shard, String owner) {
        return upToDate(shard).held(owner);
    }

    /** The fold of a shard, once it knows all that was acknowledged before this call. */
    private ShardFold upToDate(int shard) {
        return link.call(() -> upToDate(shards.get(shard)));
    }

    private ShardFold upToDate(Shard shard) {
        long newest = shard.leader().newest();
        if (!awaitAfter(shard.fold(), newest - 1, link.patience().toNanos())) {
            link.requireOpen();
            throw StoreUnavailableException.busy("what was stored last");
        }
        return shard.fold();
    }

    @Override
    public void truncate(StateId id, long upTo, Base base) {
        if (!link.call(() -> removal(id).truncate(id, upTo, base))) {
            throw new IllegalArgumentException("there is no commit " + upTo + " that the base stands for");
        }
    }

    @Override
    public boolean begin(StateId id, Base base, StateHeader header) {
        return link.call(() -> removal(id).begin(id, base, header));
    }

    @Override
    public boolean tombstone(StateId id, long expected) {
        return link.call(() -> removal(id).erase(id, expected));
    }

    /** Removes what a removal that was cut short has left: looks at every state that has a base or is erased. */
    @Override
    public void purge() {
        for (int shard = 0; shard < shards.size(); shard++) {
            for (StateId id : upToDate(shard).withRemovals()) {
                link.call(() -> {
                    removal(id).removeReplaced(id);
                    return true;
                });
            }
        }
    }

    private Shard shardOf(StateId id) {
        return shards.get(info.shardOf(id));
    }

    private StateReading reading(StateId id) {
        return new StateReading(shardOf(id), link);
    }

    private StateRemoval removal(StateId id) {
        return new StateRemoval(shardOf(id), link, mostMessageBytes);
    }

    @Override
    public void close() {
        if (link.isClosed()) {
            return;
        }
        care.interrupt();
        link.close(() -> shards.forEach(shard -> shard.fold().wake()));
    }
}
