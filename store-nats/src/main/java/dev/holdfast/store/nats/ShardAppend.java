package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import io.nats.client.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a batch appends to one shard. All of it is sent as one atomic batch, which the server stores with one sync. If
 * that is refused, because one of its states has changed meanwhile, each state is sent alone: its commits, in their
 * order, all or none. Used by one thread.
 */
final class ShardAppend {
    /** The most messages that are sent together; the server takes up to 1,000. */
    private static final int MOST_MESSAGES = 500;

    /** The most that is sent together, in bytes, unless a single commit is larger. */
    private static final int MOST_BYTES = 16 << 20;

    /** How often a state is tried again whose revision has not changed: others are under way, or a base was put. */
    private static final int MOST_TRIES = 50;

    private static final long LONGEST_PAUSE_NANOS = 5_000_000;

    private final Shard shard;
    private final long mostBytes;
    private final long mostMessageBytes;
    private final AppendResult[] results;
    private final Map<StateId, StateRun> runs = new HashMap<>();
    private @Nullable Slice sent;

    /** Appends that are sent together, and the messages that hold them. */
    private record Slice(
            List<StateRun> runs,
            List<Integer> counts,
            List<NatsMessages.Outgoing> messages,
            Map<StateId, Long> expected,
            List<CompletableFuture<Message>> request) {
        static Slice empty() {
            return new Slice(
                    new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>(), new ArrayList<>());
        }
    }

    /**
     * @param mostBytes the largest event
     * @param mostMessageBytes the largest message of the server
     * @param results where the outcomes go
     */
    ShardAppend(Shard shard, long mostBytes, long mostMessageBytes, AppendResult[] results) {
        this.shard = shard;
        this.mostBytes = mostBytes;
        this.mostMessageBytes = mostMessageBytes;
        this.results = results;
    }

    void add(Append append, int place) {
        runs.computeIfAbsent(append.state(), StateRun::new).add(append, place);
    }

    /** Sends what can be sent together, without waiting for the answer. */
    void begin() {
        for (StateRun run : runs.values()) {
            run.know(shard.fold().known(run.state()));
            if (!run.fits()) {
                lookAgain(run);
            }
        }
        sent = send(List.copyOf(runs.values()));
    }

    /** Waits for the answer, and for what was left to do. */
    void complete() {
        while (sent != null) {
            settle(sent);
            sent = send(List.copyOf(runs.values()));
        }
    }

    private void settle(Slice slice) {
        StreamWriter.Outcome outcome = await(slice);
        if (outcome instanceof StreamWriter.Outcome.Refused) {
            slice.runs().forEach(this::appendAlone);
        } else {
            settle(slice, outcome);
        }
    }

    private StreamWriter.Outcome await(Slice slice) {
        return shard.writer()
                .await(slice.messages(), slice.expected(), slice.request().getFirst());
    }

    /** What is left of a state, without others. */
    private void appendAlone(StateRun run) {
        for (int tries = 0; !run.isDone(); tries++) {
            lookAgain(run);
            Slice slice = send(List.of(run));
            if (slice == null) {
                return;
            }
            StreamWriter.Outcome outcome = await(slice);
            if (!(outcome instanceof StreamWriter.Outcome.Refused)) {
                settle(slice, outcome);
                tries = 0;
            } else if (tries == MOST_TRIES) {
                StoreUnavailableException busy = StoreUnavailableException.busy("state " + run.state());
                run.stop(run.left().size(), new AppendResult.NotAttempted(busy), results);
            } else {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
            }
        }
    }

    private void lookAgain(StateRun run) {
        try {
            run.know(shard.ask(run.state()));
        } catch (StoreUnavailableException e) {
            run.stop(run.left().size(), new AppendResult.NotAttempted(e), results);
        }
    }

    private void settle(Slice slice, StreamWriter.Outcome outcome) {
        for (int i = 0; i < slice.runs().size(); i++) {
            StateRun run = slice.runs().get(i);
            int count = slice.counts().get(i);
            switch (outcome) {
                case StreamWriter.Outcome.Written written -> {}
                case StreamWriter.Outcome.Refused refused -> {}
                case StreamWriter.Outcome.NotDelivered(Exception cause) ->
                    run.stop(count, new AppendResult.NotAttempted(shard.leader().missing(cause)), results);
                case StreamWriter.Outcome.Unknown(Exception cause) ->
                    run.stop(count, new AppendResult.Indeterminate(cause), results);
            }
        }
        if (outcome instanceof StreamWriter.Outcome.Written(long last)) {
            written(slice, last - slice.messages().size());
        }
    }

    private void written(Slice slice, long before) {
        long sequence = before;
        for (NatsMessages.Outgoing message : slice.messages()) {
            sequence++;
            if (message.record().kind() != NatsRecord.Kind.PART) {
                KnownState now = KnownState.of(sequence, message.record());
                shard.fold().learn(message.state(), now);
                shard.marks().put(message.state(), now.revision(), sequence);
                StateRun run = runs.get(message.state());
                if (run != null) {
                    run.appended(now, results);
                }
            }
        }
    }

    /** Sends as much as fits into one batch; null if nothing is left. */
    private @Nullable Slice send(List<StateRun> some) {
        Slice slice = Slice.empty();
        int bytes = 0;
        for (StateRun run : some) {
            int taken = 0;
            long revision = run.known().revision();
            for (Append append : run.left()) {
                if (taken == 0 ? stops(run) : append.expected() != revision || isTooLarge(append)) {
                    break;
                }
                List<NatsMessages.Outgoing> messages = NatsMessages.split(
                        run.state(),
                        NatsRecord.of(append, run.known()),
                        append.commit().event(),
                        mostMessageBytes);
                int size = append.commit().event().length();
                boolean full = slice.messages().size() + messages.size() > MOST_MESSAGES || bytes + size > MOST_BYTES;
                if (full && !slice.messages().isEmpty()) {
                    break;
                }
                slice.messages().addAll(messages);
                bytes += size;
                revision = append.commit().revision();
                taken++;
            }
            if (taken > 0) {
                slice.runs().add(run);
                slice.counts().add(taken);
                slice.expected().put(run.state(), run.known().sequence());
            }
        }
        if (slice.messages().isEmpty()) {
            return null;
        }
        slice.request().add(shard.writer().send(slice.messages(), slice.expected()));
        return slice;
    }

    /** Whether the next append of a state cannot be made, which is then its outcome. */
    private boolean stops(StateRun run) {
        AppendResult refusal = run.refusal(mostBytes);
        if (refusal != null) {
            run.stop(1, refusal, results);
        }
        return refusal != null;
    }

    private boolean isTooLarge(Append append) {
        return append.commit().event().length() > mostBytes;
    }
}
