package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client of a store in Redis. It has no turn: the check of each append alone decides which client wins. */
final class RedisLog implements CommitLog {
    /** How much of a log is read at a time to look for a command. */
    private static final int FIND_BYTES = 1 << 20;

    private final StoreInfo info;
    private final RedisScripts scripts;
    private final CommitNotices notices;
    private final List<ShardScripts> shards;
    private final Appending appending;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<@Nullable StoreUnavailableException> lost = new AtomicReference<>();

    RedisLog(StoreInfo info, String prefix, RedisScripts scripts, DurabilityWatch watch, CommitNotices notices) {
        this.info = info;
        this.scripts = scripts;
        this.notices = notices;
        this.shards = RedisOpening.shards(prefix, info.shards()).stream()
                .map(keys -> new ShardScripts(scripts, keys, info.id(), notices.channel()))
                .toList();
        this.appending = new Appending(info, shards, scripts, watch, notices, this::unavailable);
    }

    @Override
    public StoreInfo info() {
        return info;
    }

    @Override
    public Turn turn() {
        requireUsable();
        return Turn.NONE;
    }

    /** Another client may be committing at any time. */
    @Override
    public long epoch() {
        return UNKNOWN_EPOCH;
    }

    /** In a cluster, the clock of the server that has the first shard. */
    @Override
    public Optional<Instant> time() {
        return Optional.of(guarded(() -> shards.getFirst().time()));
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        requireUsable();
        return batch.isEmpty() ? List.of() : appending.append(batch);
    }

    @Override
    public CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency) {
        List<RedisReply> found = ask(id, shard -> shard.read(id, fromRevision, maxCommits, maxBytes));
        Base base = found.get(0).isNothing()
                ? null
                : CommitBytes.readBase(found.get(0).bytes());
        List<Commit> commits = new ArrayList<>();
        long revision = base == null ? fromRevision : base.revision() + 1;
        for (RedisReply commit : found.subList(2, found.size())) {
            commits.add(CommitBytes.read(commit.bytes(), revision++));
        }
        return new CommitPage(base, commits, found.get(1).number() != 0);
    }

    @Override
    public Head head(StateId id, Consistency consistency) {
        return heads(List.of(id), consistency).getFirst();
    }

    /** One script for each shard, of which the states of a group have one. */
    @Override
    public List<Head> heads(List<StateId> ids, Consistency consistency) {
        Map<StateId, Head> heads = new HashMap<>();
        ids.stream().collect(Collectors.groupingBy(info::shardOf)).forEach((shard, mine) -> {
            List<RedisReply> found = guarded(() -> shards.get(shard).records(mine));
            for (int i = 0; i < mine.size(); i++) {
                heads.put(mine.get(i), head(found.get(i)));
            }
        });
        return ids.stream().map(heads::get).toList();
    }

    private static Head head(RedisReply found) {
        return found.isNothing() ? Head.ABSENT : StateRecord.read(found.bytes()).head();
    }

    /** Looks at all commits: the engine never asks, so an index of commands would only take memory. */
    @Override
    public OptionalLong find(StateId id, CommandKey command) {
        OptionalLong newest = OptionalLong.empty();
        long next = 1;
        boolean more = true;
        while (more) {
            CommitPage page = read(id, next, Integer.MAX_VALUE, FIND_BYTES, Consistency.LINEARIZABLE);
            for (Commit commit : page.commits()) {
                newest = command.equals(commit.command()) ? OptionalLong.of(commit.revision()) : newest;
                next = commit.revision() + 1;
            }
            more = page.more();
        }
        return newest;
    }

    @Override
    public FeedPage feed(int shard, Cursor after, int maxCommits, Duration wait) {
        Objects.checkIndex(shard, info.shards());
        RedisFeed feed = new RedisFeed(shards.get(shard), info.id());
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(wait);
        Cursor from = after;
        while (true) {
            long seen = notices.version(shard);
            Cursor next = from;
            FeedPage page = guarded(() -> feed.page(next, maxCommits));
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (!page.entries().isEmpty() || after.equals(Cursor.LATEST) || left <= 0) {
                return page;
            }
            from = page.next();
            try {
                notices.await(shard, seen, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return page;
            }
        }
    }

    @Override
    public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
        Objects.checkIndex(shard, info.shards());
        return guarded(() -> new RedisListing(shards.get(shard)).page(filter, after, max));
    }

    @Override
    public Holding held(int shard, String owner) {
        Objects.checkIndex(shard, info.shards());
        List<RedisReply> sums = guarded(() -> shards.get(shard).held(owner));
        return new Holding(sums.get(0).number(), sums.get(1).number());
    }

    @Override
    public SnapshotStore snapshots() {
        return new RedisSnapshots(this::ask);
    }

    @Override
    public void truncate(StateId id, long upTo, Base base) {
        boolean fits = base.revision() == upTo && ask(id, shard -> shard.truncate(id, upTo, base));
        if (!fits) {
            throw new IllegalArgumentException("there is no commit " + upTo + " that the base stands for");
        }
    }

    /** Redis keeps what it deletes in its files until they are written anew. */
    @Override
    public void purge() {
        guarded(() -> scripts.everywhere(FileRewrite::of));
    }

    @Override
    public boolean begin(StateId id, Base base, StateHeader header) {
        return ask(id, shard -> shard.begin(id, base, header));
    }

    @Override
    public boolean tombstone(StateId id, long expected) {
        return ask(id, shard -> shard.erase(id, expected));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            notices.close();
            scripts.close();
        }
    }

    private <T> T ask(StateId id, Function<ShardScripts, T> question) {
        return guarded(() -> question.apply(shards.get(info.shardOf(id))));
    }

    private interface Question<T> {
        T ask();
    }

    private <T> T guarded(Question<T> question) {
        requireUsable();
        try {
            return question.ask();
        } catch (RedisFailure e) {
            throw unavailable(e);
        }
    }

    /** What to tell of a failure. A store whose keys are gone stays unavailable, also if there are others later. */
    private StoreUnavailableException unavailable(RedisFailure failure) {
        if (failure.effect() == RedisFailure.Effect.NONE_BUT_LOST) {
            lost.compareAndSet(null, StoreUnavailableException.lost("the keys of the store were deleted or replaced"));
        }
        StoreUnavailableException told = lost.get();
        return told == null ? StoreUnavailableException.failed("asking Redis", failure) : told;
    }

    private void requireUsable() {
        if (closed.get()) {
            throw StoreUnavailableException.closed();
        }
        StoreUnavailableException told = lost.get();
        if (told != null) {
            throw told;
        }
    }
}
