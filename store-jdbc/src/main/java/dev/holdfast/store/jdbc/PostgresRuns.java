package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A batch of appends as runs: for each state the commits that follow one another. Whether a run fits depends on nothing
 * but the revision that its state is at, so the database is asked no more than that.
 */
final class PostgresRuns {
    private final AppendResult[] results;
    private final Map<StateId, Run> runs = new LinkedHashMap<>();

    /** The commits of one state, and where in the batch they and those that cannot follow them stand. */
    static final class Run {
        private final int shard;
        private final List<Append> appends = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();
        private boolean ended;

        private Run(int shard) {
            this.shard = shard;
        }

        int shard() {
            return shard;
        }

        Append first() {
            return appends.getFirst();
        }

        Append last() {
            return appends.getLast();
        }

        List<Append> appends() {
            return appends;
        }
    }

    PostgresRuns(StoreInfo info, List<Append> batch) {
        this.results = new AppendResult[batch.size()];
        for (int place = 0; place < batch.size(); place++) {
            Append append = batch.get(place);
            Run run = runs.computeIfAbsent(append.state(), id -> new Run(info.shardOf(id)));
            run.places.add(place);
            results[place] = add(run, append, info.maxCommitBytes());
        }
    }

    /** What becomes of an append if its run fits. */
    private static AppendResult add(Run run, Append append, long maxCommitBytes) {
        if (run.ended) {
            return AppendResult.NotAttempted.afterOneThatFailed();
        }
        run.ended = true;
        if (!run.appends.isEmpty() && run.last().commit().revision() != append.expected()) {
            return new AppendResult.Conflict(OptionalLong.of(run.last().commit().revision()));
        } else if (append.commit().event().length() > maxCommitBytes) {
            return new AppendResult.TooLarge(maxCommitBytes);
        }
        run.ended = false;
        run.appends.add(append);
        return AppendResult.APPENDED;
    }

    /** The runs that have anything to append, in the order of their first commits. */
    List<Run> runs() {
        return runs.values().stream().filter(run -> !run.appends.isEmpty()).toList();
    }

    /** Tells that a run does not fit: the first of its appends gets that result, the others are not attempted. */
    void refuse(Run run, AppendResult result) {
        for (int place : run.places) {
            results[place] = place == run.places.getFirst() ? result : AppendResult.NotAttempted.afterOneThatFailed();
        }
    }

    /** Tells that the batch failed as a whole: no append of a run has any other result. */
    List<AppendResult> failed(AppendResult result) {
        for (Run run : runs()) {
            for (int place : run.places) {
                boolean tried = results[place] instanceof AppendResult.Appended;
                results[place] = tried ? result : AppendResult.NotAttempted.afterOneThatFailed();
            }
        }
        return results();
    }

    /** One result for each append of the batch. */
    List<AppendResult> results() {
        return List.copyOf(Arrays.asList(results));
    }
}
