package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.history.RecordedOperation.Appending;
import dev.holdfast.testkit.history.RecordedOperation.Fate;
import dev.holdfast.testkit.history.RecordedOperation.Looking;
import dev.holdfast.testkit.history.RecordedOperation.Reading;
import dev.holdfast.testkit.history.RecordedOperation.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The history of a broken store: one change to a correct history, and the rule it breaks. */
record Falsified(String name, HistoryRule broken, BiFunction<StoreHistory, Random, StoreHistory> change) {
    static final List<Falsified> ALL = List.of(
            new Falsified(
                    "acknowledged write lost",
                    HistoryRule.ACKNOWLEDGED_IS_KEPT,
                    inLog((log, at) -> log.subList(0, at))),
            new Falsified(
                    "acknowledged write overwritten",
                    HistoryRule.ACKNOWLEDGED_IS_KEPT,
                    inLog((log, at) -> replaced(log, at, Samples.commit(at + 1)))),
            new Falsified(
                    "read that misses an acknowledged write",
                    HistoryRule.ACKNOWLEDGED_IS_KEPT,
                    inRead(read ->
                            with(read, read.shown().subList(0, read.shown().size() - 1)))),
            new Falsified(
                    "read with a hole",
                    HistoryRule.ACKNOWLEDGED_IS_KEPT,
                    inRead(read ->
                            with(read, read.shown().subList(1, read.shown().size())))),
            new Falsified(
                    "two winners",
                    HistoryRule.ONE_WINNER_PER_REVISION,
                    inAppend(Fate.REFUSED, append -> append.withFate(Fate.STORED))),
            new Falsified("revisions against time", HistoryRule.REAL_TIME_ORDER, Falsified::swapTimes),
            new Falsified("head behind", HistoryRule.HEAD_IS_CURRENT, inLook(look -> with(look, look.revision() - 1))),
            new Falsified("head ahead", HistoryRule.HEAD_IS_CURRENT, inLook(look -> with(look, look.revision() + 100))),
            new Falsified("head forgotten", HistoryRule.READS_NEVER_GO_BACK, inLook(look -> with(look, 0))),
            new Falsified(
                    "read that goes back",
                    HistoryRule.READS_NEVER_GO_BACK,
                    inRead(read ->
                            new Reading(read.client(), read.invoked(), read.completed(), read.state(), 1, List.of()))),
            new Falsified(
                    "conflict resurrected",
                    HistoryRule.REFUSED_IS_NOWHERE,
                    inAppend(Fate.STORED, append -> append.withFate(Fate.REFUSED))),
            new Falsified("refused write read", HistoryRule.REFUSED_IS_NOWHERE, Falsified::readRefused),
            new Falsified(
                    "write stored twice",
                    HistoryRule.COMMITTED_ONCE,
                    inLog((log, at) -> inserted(log, at, log.get(at)))),
            new Falsified(
                    "write that no client requested",
                    HistoryRule.COMMITTED_ONCE,
                    inLog((log, at) -> inserted(log, log.size(), Samples.commit(log.size() + 1)))),
            new Falsified(
                    "feed that skips", HistoryRule.FEED_IS_THE_LOG, inFeed((entries, at) -> without(entries, at))),
            new Falsified(
                    "feed that repeats",
                    HistoryRule.FEED_IS_THE_LOG,
                    inFeed((entries, at) -> inserted(entries, at, entries.get(at)))),
            new Falsified("feed out of order", HistoryRule.FEED_IS_THE_LOG, Falsified::feedBackwards),
            new Falsified(
                    "feed that ends early",
                    HistoryRule.FEED_IS_THE_LOG,
                    inFeed((entries, at) -> entries.subList(0, at))),
            new Falsified("resumed feed that skips", HistoryRule.FEED_IS_THE_LOG, Falsified::skipAfterResuming),
            new Falsified(
                    "event altered",
                    HistoryRule.CHAIN_VERIFIES,
                    inLog((log, at) -> replaced(log, at, altered(log.get(at))))),
            new Falsified("revision missing", HistoryRule.CHAIN_VERIFIES, inLog(Falsified::without)),
            new Falsified(
                    "commits swapped",
                    HistoryRule.CHAIN_VERIFIES,
                    inLog((log, at) -> inserted(without(log, at), 0, log.get(at)))));

    StoreHistory of(StoreHistory right, Random random) {
        return change.apply(right, random);
    }

    // --- Places to change

    /** Changes the log of one state, at any place but the first. */
    private static BiFunction<StoreHistory, Random, StoreHistory> inLog(
            BiFunction<List<Commit>, Integer, List<Commit>> change) {
        return (history, random) -> {
            StateId state = history.logs().keySet().stream()
                    .sorted()
                    .toList()
                    .get(random.nextInt(history.logs().size()));
            List<Commit> log = history.logs().getOrDefault(state, List.of());
            Map<StateId, List<Commit>> logs = new HashMap<>(history.logs());
            logs.put(state, change.apply(log, 1 + random.nextInt(log.size() - 1)));
            return new StoreHistory(history.operations(), logs, history.walks());
        };
    }

    /** Changes the first walk through the feed, at any place but the first. */
    private static BiFunction<StoreHistory, Random, StoreHistory> inFeed(
            BiFunction<List<FeedPage.Entry>, Integer, List<FeedPage.Entry>> change) {
        return (history, random) ->
                withWalk(history, 0, entries -> change.apply(entries, 1 + random.nextInt(entries.size() - 1)));
    }

    private static BiFunction<StoreHistory, Random, StoreHistory> inAppend(Fate fate, UnaryOperator<Appending> change) {
        return inOperation(Appending.class, append -> append.fate() == fate, change);
    }

    private static BiFunction<StoreHistory, Random, StoreHistory> inRead(UnaryOperator<Reading> change) {
        return (history, random) -> inOperation(
                        Reading.class,
                        read -> !read.shown().isEmpty() && isSettled(history, read, read.newest()),
                        change)
                .apply(history, random);
    }

    private static BiFunction<StoreHistory, Random, StoreHistory> inLook(UnaryOperator<Looking> change) {
        return (history, random) -> inOperation(
                        Looking.class, look -> look.revision() > 0 && isSettled(history, look, look.revision()), change)
                .apply(history, random);
    }

    /** Whether the same client had been shown the revision before this call. */
    private static boolean isSettled(StoreHistory history, RecordedOperation call, long revision) {
        return history.operations(Looking.class).stream()
                .anyMatch(earlier -> earlier.client() == call.client()
                        && earlier.state().equals(call.state())
                        && earlier.completed() < call.invoked()
                        && earlier.revision() == revision
                        && isAcknowledgedBefore(history, call, revision));
    }

    private static boolean isAcknowledgedBefore(StoreHistory history, RecordedOperation call, long revision) {
        return history.operations(Appending.class).stream()
                .anyMatch(append -> append.fate() == Fate.STORED
                        && append.state().equals(call.state())
                        && append.revision() == revision
                        && append.completed() < call.invoked());
    }

    private static <T extends RecordedOperation> BiFunction<StoreHistory, Random, StoreHistory> inOperation(
            Class<T> kind, Predicate<T> fitting, UnaryOperator<T> change) {
        return (history, random) -> {
            List<T> possible = history.operations(kind).stream().filter(fitting).toList();
            T chosen = possible.get(random.nextInt(possible.size()));
            return withOperations(history, each -> each.equals(chosen) ? change.apply(chosen) : each);
        };
    }

    /** Exchanges the times of two acknowledged appends that did not overlap. */
    private static StoreHistory swapTimes(StoreHistory history, Random random) {
        List<Appending> stored = history.operations(Appending.class).stream()
                .filter(append -> append.fate() == Fate.STORED)
                .sorted(Comparator.comparing(Appending::state).thenComparingLong(Appending::revision))
                .toList();
        Appending early = stored.get(0);
        Appending late = stored.stream()
                .filter(append -> append.state().equals(early.state()))
                .reduce((one, other) -> other)
                .orElseThrow();
        return withOperations(
                history, each -> each.equals(early) ? at(early, late) : each.equals(late) ? at(late, early) : each);
    }

    private static Appending at(Appending append, Appending when) {
        return new Appending(
                append.client(),
                when.invoked(),
                when.completed(),
                append.state(),
                append.revision(),
                append.hash(),
                append.fate());
    }

    private static StoreHistory readRefused(StoreHistory history, Random random) {
        List<Appending> refused = history.operations(Appending.class).stream()
                .filter(append -> append.fate() == Fate.REFUSED)
                .toList();
        Appending chosen = refused.get(random.nextInt(refused.size()));
        RecordedOperation read = new Reading(
                99,
                chosen.completed(),
                RecordedOperation.NEVER - 1,
                chosen.state(),
                chosen.revision(),
                List.of(new Shown(chosen.revision(), chosen.hash())));
        List<RecordedOperation> operations = new ArrayList<>(history.operations());
        operations.add(read);
        return new StoreHistory(operations, history.logs(), history.walks());
    }

    private static StoreHistory feedBackwards(StoreHistory history, Random random) {
        return withWalk(history, 0, entries -> entries.reversed());
    }

    private static StoreHistory skipAfterResuming(StoreHistory history, Random random) {
        int walk = 1 + random.nextInt(history.walks().size() - 2);
        return withWalk(history, walk, entries -> without(entries, random.nextInt(entries.size())));
    }

    // --- Changes

    private static StoreHistory withOperations(StoreHistory history, UnaryOperator<RecordedOperation> change) {
        return new StoreHistory(history.operations().stream().map(change).toList(), history.logs(), history.walks());
    }

    private static StoreHistory withWalk(
            StoreHistory history, int number, Function<List<FeedPage.Entry>, List<FeedPage.Entry>> change) {
        Walk walk = history.walks().get(number);
        FeedPage changed = new FeedPage(
                change.apply(walk.entries()), walk.pages().getLast().next());
        return new StoreHistory(
                history.operations(),
                history.logs(),
                replaced(history.walks(), number, new Walk(walk.from(), List.of(changed))));
    }

    private static Reading with(Reading read, List<Shown> shown) {
        return new Reading(read.client(), read.invoked(), read.completed(), read.state(), read.from(), shown);
    }

    private static Looking with(Looking look, long revision) {
        return new Looking(look.client(), look.invoked(), look.completed(), look.state(), revision);
    }

    private static Commit altered(Commit commit) {
        byte[] event = commit.event().toArray();
        event[event.length - 1] ^= 1;
        return new Commit(commit.revision(), commit.command(), commit.at(), Bytes.wrap(event), commit.hash());
    }

    private static <T> List<T> replaced(List<T> list, int at, T element) {
        List<T> changed = new ArrayList<>(list);
        changed.set(at, element);
        return changed;
    }

    private static <T> List<T> inserted(List<T> list, int at, T element) {
        List<T> changed = new ArrayList<>(list);
        changed.add(at, element);
        return changed;
    }

    private static <T> List<T> without(List<T> list, int at) {
        List<T> changed = new ArrayList<>(list);
        changed.remove(at);
        return changed;
    }
}
