package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.history.RecordedOperation.Appending;
import dev.holdfast.testkit.history.RecordedOperation.Fate;
import dev.holdfast.testkit.history.RecordedOperation.Looking;
import dev.holdfast.testkit.history.RecordedOperation.Reading;
import dev.holdfast.testkit.history.RecordedOperation.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** A client that appends and reads at random and records the answers. For use by one thread. */
public final class HistoryClient {
    private final int number;
    private final CommitLog log;
    private final List<StateId> states;
    private final RandomGenerator random;
    private final LongSupplier time;
    private final Map<StateId, Shown> known = new HashMap<>();
    private Bytes event = ChainedEvent.FIRST;

    /** A client with a number of its own; {@code time} is the one clock of all clients of the history. */
    public HistoryClient(int number, CommitLog log, List<StateId> states, RandomGenerator random, LongSupplier time) {
        this.number = number;
        this.log = log;
        this.states = states;
        this.random = random;
        this.time = time;
    }

    /**
     * Makes some calls. Every append is recorded when it begins, with an unknown fate, and every call is recorded when
     * it is answered. The last record of a call counts, so a client may be killed at any moment.
     */
    public void run(int calls, Consumer<RecordedOperation> recorder) {
        for (int i = 0; i < calls; i++) {
            RecordedOperation begun = invoke();
            if (begun instanceof Appending) {
                recorder.accept(begun);
            }
            recorder.accept(complete(act(begun)));
        }
    }

    /** Begins a call. */
    RecordedOperation invoke() {
        StateId state = states.get(random.nextInt(states.size()));
        Shown newest = known.getOrDefault(state, new Shown(0, ChainedEvent.FIRST));
        int dice = random.nextInt(10);
        if (dice < 6) {
            event = ChainedEvent.after(newest.hash(), random);
            return new Appending(
                    number,
                    time.getAsLong(),
                    RecordedOperation.NEVER,
                    state,
                    newest.revision() + 1,
                    ChainedEvent.hash(event),
                    Fate.UNKNOWN);
        } else if (dice < 8) {
            return new Looking(number, time.getAsLong(), RecordedOperation.NEVER, state, 0);
        }
        long from = 1 + random.nextLong(newest.revision() + 1);
        return new Reading(number, time.getAsLong(), RecordedOperation.NEVER, state, from, List.of());
    }

    /** Sends a call to the store and adds the answer. */
    RecordedOperation act(RecordedOperation begun) {
        return switch (begun) {
            case Appending append -> append(append);
            case Looking looking -> look(looking);
            case Reading reading -> read(reading);
        };
    }

    RecordedOperation complete(RecordedOperation acted) {
        boolean unknown = acted instanceof Appending append && append.fate() == Fate.UNKNOWN;
        return unknown ? acted : acted.completedAt(time.getAsLong());
    }

    private Appending append(Appending append) {
        Commit commit = new Commit(append.revision(), null, Samples.at(append.revision()), event, append.hash());
        try {
            return switch (Samples.appendTo(log, Samples.append(append.state(), commit))) {
                case AppendResult.Appended stored -> {
                    known.put(append.state(), new Shown(append.revision(), append.hash()));
                    yield append.withFate(Fate.STORED);
                }
                case AppendResult.Indeterminate lost -> append;
                default -> {
                    // Another client was faster: read the head before appending again.
                    look(new Looking(number, 0, 0, append.state(), 0));
                    yield append.withFate(Fate.REFUSED);
                }
            };
        } catch (StoreUnavailableException e) {
            return append.withFate(Fate.REFUSED);
        }
    }

    private Looking look(Looking looking) {
        Shown head = log.head(looking.state(), Consistency.LINEARIZABLE) instanceof Head.Live(long revision, Bytes hash)
                ? new Shown(revision, hash)
                : new Shown(0, ChainedEvent.FIRST);
        known.put(looking.state(), head);
        return new Looking(number, looking.invoked(), looking.completed(), looking.state(), head.revision());
    }

    private Reading read(Reading reading) {
        List<Shown> shown = log
                .read(reading.state(), reading.from(), Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                .commits()
                .stream()
                .map(commit -> new Shown(commit.revision(), commit.hash()))
                .toList();
        if (!shown.isEmpty()) {
            known.put(reading.state(), shown.getLast());
        }
        return new Reading(number, reading.invoked(), reading.completed(), reading.state(), reading.from(), shown);
    }
}
