package dev.holdfast.testkit;

import dev.holdfast.engine.memory.MemoryLog;
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
import dev.holdfast.engine.spi.Turn;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A client of a {@link ShardedMemory}: one client of each shard. It never knows whether other clients commit. */
final class ShardedLog implements CommitLog {
    private final List<MemoryLog> shards;
    private final StoreInfo info;

    ShardedLog(List<MemoryLog> shards) {
        this.shards = shards;
        StoreInfo one = shards.getFirst().info();
        this.info = new StoreInfo(
                one.id(),
                one.format(),
                shards.size(),
                one.maxCommitBytes(),
                one.durability(),
                one.evidence(),
                one.damages(),
                one.stateType());
    }

    private MemoryLog of(StateId state) {
        return shards.get(info.shardOf(state));
    }

    @Override
    public StoreInfo info() {
        return info;
    }

    @Override
    public Turn turn() {
        return shards.getFirst().turn();
    }

    @Override
    public long epoch() {
        return UNKNOWN_EPOCH;
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        AppendResult[] results = new AppendResult[batch.size()];
        for (int shard = 0; shard < shards.size(); shard++) {
            int here = shard;
            int[] places = IntStream.range(0, batch.size())
                    .filter(i -> info.shardOf(batch.get(i).state()) == here)
                    .toArray();
            if (places.length > 0) {
                List<Append> part = Arrays.stream(places).mapToObj(batch::get).toList();
                List<AppendResult> answers = shards.get(shard).append(part);
                IntStream.range(0, places.length).forEach(i -> results[places[i]] = answers.get(i));
            }
        }
        return List.of(results);
    }

    @Override
    public CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency) {
        return of(id).read(id, fromRevision, maxCommits, maxBytes, consistency);
    }

    @Override
    public Head head(StateId id, Consistency consistency) {
        return of(id).head(id, consistency);
    }

    @Override
    public OptionalLong find(StateId id, CommandKey command) {
        return of(id).find(id, command);
    }

    @Override
    public FeedPage feed(int shard, Cursor after, int maxCommits, Duration wait) {
        return shards.get(shard).feed(0, after, maxCommits, wait);
    }

    @Override
    public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
        return shards.get(shard).list(0, filter, after, max);
    }

    @Override
    public Holding held(int shard, String owner) {
        return shards.get(shard).held(0, owner);
    }

    @Override
    public void truncate(StateId id, long upTo, Base base) {
        of(id).truncate(id, upTo, base);
    }

    @Override
    public boolean begin(StateId id, Base base, StateHeader header) {
        return of(id).begin(id, base, header);
    }

    @Override
    public boolean tombstone(StateId id, long expected) {
        return of(id).tombstone(id, expected);
    }

    @Override
    public void close() {
        shards.forEach(MemoryLog::close);
    }
}
