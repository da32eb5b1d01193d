package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Collects the calls of clients, and at the end the content of the store. Safe for use by many threads. */
public final class HistoryRecorder {
    private static final int PAGE = 97;

    private record Call(int client, long invoked) {}

    private final CommitLog log;
    private final List<StateId> states;
    private final List<Cursor> begin = new ArrayList<>();
    private final Map<Call, RecordedOperation> operations = new LinkedHashMap<>();

    /** Begins a history of new states of a store; must be called before any client calls the store. */
    public HistoryRecorder(CommitLog log, int states) {
        this.log = log;
        this.states = Stream.generate(Samples::freshId).limit(states).toList();
        for (int shard = 0; shard < log.info().shards(); shard++) {
            begin.add(log.feed(shard, Cursor.LATEST, 1, Duration.ZERO).next());
        }
    }

    public List<StateId> states() {
        return states;
    }

    /** Records a call; the last record of a call counts. */
    public synchronized void record(RecordedOperation operation) {
        operations.put(new Call(operation.client(), operation.invoked()), operation);
    }

    /** The whole history, once all clients are done or dead. */
    public synchronized StoreHistory finish() {
        Map<StateId, List<Commit>> logs = new HashMap<>();
        states.forEach(state -> logs.put(
                state,
                log.read(state, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                        .commits()));
        return new StoreHistory(List.copyOf(operations.values()), logs, walks());
    }

    /** Each state is in the feed of one shard only, so the walks of several shards may be concatenated. */
    private List<Walk> walks() {
        if (begin.size() > 1) {
            List<FeedPage> pages = new ArrayList<>();
            for (int shard = 0; shard < begin.size(); shard++) {
                pages.addAll(walk(shard, begin.get(shard), PAGE).pages());
            }
            return List.of(new Walk(Cursor.START, pages));
        }
        List<Walk> walks = new ArrayList<>();
        Walk whole = walk(0, begin.getFirst(), PAGE);
        walks.add(whole);
        for (FeedPage page : whole.pages()) {
            if (walks.size() < 6) {
                walks.add(walk(0, page.next(), PAGE + walks.size()));
            }
        }
        return walks;
    }

    /** Other tests may write to the same store: entries of states outside this history are left out. */
    private Walk walk(int shard, Cursor from, int size) {
        Set<StateId> own = new HashSet<>(states);
        List<FeedPage> pages = new ArrayList<>();
        Cursor cursor = from;
        while (true) {
            FeedPage page = log.feed(shard, cursor, size, Duration.ZERO);
            if (page.entries().isEmpty()) {
                return new Walk(from, pages);
            }
            cursor = page.next();
            pages.add(new FeedPage(
                    page.entries().stream()
                            .filter(entry -> own.contains(entry.state()))
                            .toList(),
                    cursor));
        }
    }
}
