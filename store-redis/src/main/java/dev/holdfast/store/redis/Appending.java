package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Appends batches: one script for each shard they touch, or a few where a batch is large. */
final class Appending {
    /** The most that one script is given, so that it does not hold up other clients for long. */
    private static final int MOST_APPENDS = 512;

    private static final long MOST_BYTES = 16L << 20;

    private final StoreInfo info;
    private final List<ShardScripts> shards;
    private final RedisScripts scripts;
    private final DurabilityWatch watch;
    private final CommitNotices notices;
    private final Function<RedisFailure, StoreUnavailableException> unavailable;

    Appending(
            StoreInfo info,
            List<ShardScripts> shards,
            RedisScripts scripts,
            DurabilityWatch watch,
            CommitNotices notices,
            Function<RedisFailure, StoreUnavailableException> unavailable) {
        this.info = info;
        this.shards = shards;
        this.scripts = scripts;
        this.watch = watch;
        this.notices = notices;
        this.unavailable = unavailable;
    }

    List<AppendResult> append(List<Append> batch) {
        AppendResult[] results = new AppendResult[batch.size()];
        Map<Integer, List<Integer>> byShard = new TreeMap<>();
        for (int i = 0; i < batch.size(); i++) {
            byShard.computeIfAbsent(info.shardOf(batch.get(i).state()), shard -> new ArrayList<>())
                    .add(i);
        }
        byShard.forEach((shard, places) -> {
            Set<StateId> failed = new HashSet<>();
            for (List<Integer> part : parts(batch, places)) {
                appendPart(shards.get(shard), batch, part, results, failed);
            }
        });
        return Arrays.asList(results);
    }

    /** The places of a batch in runs that one script is given. */
    private static List<List<Integer>> parts(List<Append> batch, List<Integer> places) {
        List<List<Integer>> parts = new ArrayList<>();
        List<Integer> part = new ArrayList<>();
        long bytes = 0;
        for (int place : places) {
            int size = batch.get(place).commit().event().length();
            if (!part.isEmpty() && (part.size() == MOST_APPENDS || bytes + size > MOST_BYTES)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(place);
            bytes += size;
        }
        parts.add(part);
        return parts;
    }

    private void appendPart(
            ShardScripts shard, List<Append> batch, List<Integer> part, AppendResult[] results, Set<StateId> failed) {
        List<Integer> left = new ArrayList<>();
        for (int place : part) {
            if (failed.contains(batch.get(place).state())) {
                results[place] = AppendResult.NotAttempted.afterOneThatFailed();
            } else {
                left.add(place);
            }
        }
        if (left.isEmpty()) {
            return;
        }
        List<AppendResult> answers = run(shard, left.stream().map(batch::get).toList());
        for (int i = 0; i < left.size(); i++) {
            results[left.get(i)] = answers.get(i);
            if (!(answers.get(i) instanceof AppendResult.Appended)) {
                failed.add(batch.get(left.get(i)).state());
            }
        }
    }

    private List<AppendResult> run(ShardScripts shard, List<Append> appends) {
        try {
            requirePromise();
            List<AppendResult> results = shard.append(appends, info.maxCommitBytes()).stream()
                    .map(this::result)
                    .toList();
            notices.raise(shard.number());
            return results;
        } catch (RedisFailure e) {
            StoreUnavailableException cause = unavailable.apply(e);
            AppendResult same = e.effect() == RedisFailure.Effect.UNKNOWN
                    ? new AppendResult.Indeterminate(cause)
                    : new AppendResult.NotAttempted(cause);
            return appends.stream().map(append -> same).toList();
        } catch (StoreUnavailableException e) {
            AppendResult same = new AppendResult.NotAttempted(e); // It was closed meanwhile.
            return appends.stream().map(append -> same).toList();
        }
    }

    private void requirePromise() {
        if (watch.isDue()) {
            scripts.everywhere(connection -> {
                watch.look(connection);
                return true;
            });
            watch.looked();
        }
        watch.require();
    }

    private AppendResult result(String answer) {
        return switch (answer.charAt(0)) {
            case 'A' -> AppendResult.APPENDED;
            case 'C' -> new AppendResult.Conflict(OptionalLong.of(Long.parseLong(answer, 1, answer.length(), 10)));
            case 'G' -> new AppendResult.Gone();
            case 'L' -> new AppendResult.TooLarge(info.maxCommitBytes());
            default -> AppendResult.NotAttempted.afterOneThatFailed();
        };
    }
}
