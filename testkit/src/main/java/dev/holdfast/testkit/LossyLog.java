package dev.holdfast.testkit;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A client of a store behind a network that loses things, by the dice: calls are refused, and of appends whose answer
 * is lost some are stored, some never will be, some in part, and some are stored while a later call is under way. As
 * the contract demands, what is stored late directly follows what it was sent with. Loses nothing at first. Safe for
 * use by many threads.
 */
public final class LossyLog extends ForwardingLog {
    private final Random random;
    private final int trouble;
    private final List<List<Append>> late = new ArrayList<>();
    private volatile boolean calm = true;

    /**
     * @param random the dice
     * @param trouble how many of a hundred calls go wrong
     */
    public LossyLog(CommitLog log, Random random, int trouble) {
        super(log);
        this.random = random;
        this.trouble = trouble;
    }

    /** From now on things are lost. */
    public void storm() {
        calm = false;
    }

    /** From now on nothing is lost, and nothing is late any more. */
    public void calm() {
        calm = true;
        while (arrive()) {
            // one after the other
        }
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        pass();
        Map<StateId, List<Append>> runs = new LinkedHashMap<>();
        batch.forEach(append ->
                runs.computeIfAbsent(append.state(), id -> new ArrayList<>()).add(append));
        Map<Append, AppendResult> results = new LinkedHashMap<>();
        for (List<Append> run : runs.values()) {
            List<AppendResult> outcomes = isTrouble() ? lose(run) : super.append(run);
            for (int i = 0; i < run.size(); i++) {
                results.put(run.get(i), outcomes.get(i));
            }
        }
        return batch.stream().map(results::get).toList();
    }

    private List<AppendResult> lose(List<Append> run) {
        int now = random.nextInt(run.size() + 1);
        switch (random.nextInt(5)) {
            case 0 -> {
                return run.stream()
                        .<AppendResult>map(append -> new AppendResult.NotAttempted(lost()))
                        .toList();
            }
            case 1 -> super.append(run);
            case 2 -> super.append(run.subList(0, now));
            case 3 -> {
                List<AppendResult> first = super.append(run.subList(0, now));
                if (first.stream().allMatch(AppendResult.Appended.class::isInstance)) {
                    keep(run.subList(now, run.size()));
                }
            }
            default -> {}
        }
        return run.stream()
                .<AppendResult>map(append -> new AppendResult.Indeterminate(lost()))
                .toList();
    }

    private void keep(List<Append> rest) {
        synchronized (late) {
            if (!rest.isEmpty()) {
                late.add(List.copyOf(rest));
            }
        }
    }

    /** Stores what was late, if the store still takes it. */
    private boolean arrive() {
        List<Append> run;
        synchronized (late) {
            if (late.isEmpty()) {
                return false;
            }
            run = late.remove(random.nextInt(late.size()));
        }
        super.append(run);
        return true;
    }

    /** A call on its way: something late may overtake it, and it may not get through. */
    private void pass() {
        if (!calm && random.nextInt(3) == 0) {
            arrive();
        }
        if (isTrouble() && random.nextInt(3) == 0) {
            throw StoreUnavailableException.busy("the connection");
        }
    }

    private boolean isTrouble() {
        return !calm && random.nextInt(100) < trouble;
    }

    @Override
    public CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency) {
        pass();
        return super.read(id, fromRevision, maxCommits, maxBytes, consistency);
    }

    @Override
    public Head head(StateId id, Consistency consistency) {
        pass();
        return super.head(id, consistency);
    }

    private static IllegalStateException lost() {
        return new IllegalStateException("the connection was lost");
    }
}
