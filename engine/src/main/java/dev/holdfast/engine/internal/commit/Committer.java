package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.Decision;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Carries commands out: each is decided and appended by the one writer of this process to the shard of its state, so
 * that no state waits for the store to answer about a state of another shard. What is too dear for a writer is worked
 * out by the caller. Whatever the store says, or does not say, the answer is what has become of the command.
 */
public final class Committer implements AutoCloseable {
    private static final int FREE_ROUNDS = 3;
    private static final int MOST_ROUNDS = 20;

    private final CommitLog log;
    private final Images images;
    private final Deciding deciding;
    private final Counters counters;
    private final LongWork longWork;
    private final Residence residence;
    private final Duration patience;
    private final Patience waits;
    private final List<ShardCommitter> shards;

    /**
     * @param longWork does what takes long
     * @param residence whether the states are still here
     * @param committed told each state that was committed to, and its newest header; called by many threads
     */
    public Committer(
            CommitLog log,
            Images images,
            Deciding deciding,
            Counters counters,
            LongWork longWork,
            Residence residence,
            Duration patience,
            RandomGenerator random,
            BiConsumer<StateId, StateHeader> committed) {
        this.log = log;
        this.images = images;
        this.deciding = deciding;
        this.counters = counters;
        this.longWork = longWork;
        this.residence = residence;
        this.patience = patience;
        this.waits = new Patience(patience);
        CommitContext context = new CommitContext(log, images, deciding, counters, residence, committed);
        this.shards = IntStream.range(0, log.info().shards())
                .mapToObj(shard -> new ShardCommitter(shard, context, random))
                .toList();
    }

    /** Carries a command out and waits until it is durable, or certainly not carried out, or patience has run out. */
    public CommandOutcome execute(Command command) {
        Entry entry = images.entry(command.state());
        if (entry.known() == null) {
            // Load here, in parallel with other callers, rather than in the committer while it holds the turn.
            images.current(entry);
        }
        entry.awaitRelease(patience);
        CommandOutcome outcome = carryOut(command, entry, new AppendAttempts());
        counters.answered(outcome);
        return outcome;
    }

    private CommandOutcome carryOut(Command command, Entry entry, AppendAttempts attempts) {
        CommandOutcome outcome;
        try {
            outcome = switch (send(command, entry, null, attempts)) {
                case Pending.Answer(CommandOutcome answer) -> answer;
                case Pending.SentBack back -> workOut(command, entry, attempts);
            };
        } catch (HoldfastException | StoreUnavailableException e) {
            if (!attempts.areOpen()) {
                throw e;
            }
            outcome = new CommandOutcome.Refused(
                    e instanceof StoreUnavailableException unavailable
                            ? Refusals.unavailable(unavailable)
                            : Refusals.unavailable(false, e.getMessage()));
        }
        return attempts.areOpen() ? certain(outcome, attempts) : outcome;
    }

    /** What may be told of a command while something that was attempted for it may be stored. */
    private CommandOutcome certain(CommandOutcome outcome, AppendAttempts attempts) {
        if (outcome instanceof CommandOutcome.Done done && done.how() != CommandOutcome.How.UNCHANGED) {
            return outcome;
        }
        try {
            switch (attempts.look(log)) {
                case AppendAttempts.Unsure.NEVER -> {
                    return outcome;
                }
                case AppendAttempts.Stored(AppendAttempts.Attempt attempt)
                when !attempt.recorded().after().facts().erased() && residence.isHere() -> {
                    return attempt.outcome();
                }
                case AppendAttempts.Fate unknown -> {}
            }
        } catch (StoreUnavailableException e) {
            // It is not known, as before.
        }
        return new CommandOutcome.Refused(
                Refusals.unavailable(true, "the store did not say whether it stored the change"));
    }

    private Pending.Reply send(Command command, Entry entry, @Nullable Worked worked, AppendAttempts attempts) {
        Pending pending = new Pending(command, entry, worked, attempts);
        shards.get(log.info().shardOf(entry.id())).send(pending);
        return pending.await(waits);
    }

    /**
     * Works a command out apart from the committer, on the newest image, until the committer finds that it still is the
     * newest. After some rounds without success no other command of that state is let in here until it is done.
     */
    @SuppressWarnings("try") // the state is held, not used
    private CommandOutcome workOut(Command command, Entry entry, AppendAttempts attempts) {
        try {
            Pending.Reply reply = Pending.SentBack.MOVED;
            for (int round = 0; round < FREE_ROUNDS && reply instanceof Pending.SentBack; round++) {
                reply = sendWorkedOut(command, entry, attempts);
            }
            if (reply instanceof Pending.Answer(CommandOutcome answer)) {
                return answer;
            }
            try (Hold hold = entry.hold(patience)) {
                return workOutAlone(command, entry, attempts);
            }
        } catch (HoldfastException e) {
            return new CommandOutcome.Refused(e.failure());
        }
    }

    /** Those that were let in before can move the state yet, and so can other processes. */
    private CommandOutcome workOutAlone(Command command, Entry entry, AppendAttempts attempts) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (sendWorkedOut(command, entry, attempts) instanceof Pending.Answer(CommandOutcome answer)) {
                return answer;
            }
        }
        return new CommandOutcome.Refused(Refusals.unavailable(false, ShardCommitter.CONTENDED));
    }

    private Pending.Reply sendWorkedOut(Command command, Entry entry, AppendAttempts attempts) {
        Worked worked = longWork.workApart(
                command.actor(), steps -> Worked.of(deciding, images.current(entry), command, steps));
        return send(command, entry, worked, attempts);
    }

    /**
     * Why a command that creates a state would be refused, whatever its handle; null if it would not. Stores nothing,
     * and is decided on the caller's thread.
     */
    public @Nullable Failure refusal(Command creating) {
        Image absent = Image.absent(creating.state());
        Decision decision =
                longWork.work(creating.actor(), steps -> deciding.decide(absent, creating, deciding.now(), steps));
        return decision instanceof Decision.Rejected(Failure failure) ? failure : null;
    }

    /** How many commands wait to be taken up. */
    public int waiting() {
        return shards.stream().mapToInt(ShardCommitter::waiting).sum();
    }

    @Override
    public void close() {
        Joining.joinAll(shards.stream()
                .map(ShardCommitter::stop)
                .flatMap(Optional::stream)
                .toList());
        shards.forEach(ShardCommitter::end);
        waits.close();
    }
}
