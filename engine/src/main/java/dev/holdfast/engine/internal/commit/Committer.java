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
import dev.holdfast.engine.spi.Turn;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of this process. Commands of all callers come together here, are decided one after the other on the
 * newest images while the store's turn is held, and are appended as one group that pays one sync. While a group is
 * being synced the next one gathers and is decided, so groups grow with the load by themselves.
 *
 * <p>One thread at a time has the lead and commits. That is the committer's own, unless a caller comes while nothing is
 * being committed and nothing waits: it commits its command itself, since handing it over and back would take longer
 * than the work. Virtual threads never do: a store would hold up their carrier.
 *
 * <p>Deciding inside the turn is what keeps several processes on one store from conflicting: no other process can
 * commit between the decision and its append.
 */
public final class Committer implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Committer.class.getName());
    private static final int MOST_LOST_RACES = 20;
    private static final int FREE_ROUNDS = 3;
    private static final String CONTENDED = "too many others were writing to this state";
    private static final long SHORTEST_PAUSE_NANOS = 500_000;

    private final CommitLog log;
    private final Images images;
    private final Deciding deciding;
    private final Counters counters;
    private final LongWork longWork;
    private final Duration patience;
    private final Patience waits;
    private final RandomGenerator random;
    private final BiConsumer<StateId, StateHeader> committed;
    private final Inbox inbox = new Inbox();
    private final ExecutorService decider = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("holdfast-decider").daemon().factory());
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param longWork does what takes long
     * @param committed told each state that was committed to, and its newest header
     */
    public Committer(
            CommitLog log,
            Images images,
            Deciding deciding,
            Counters counters,
            LongWork longWork,
            Duration patience,
            RandomGenerator random,
            BiConsumer<StateId, StateHeader> committed) {
        this.log = log;
        this.images = images;
        this.deciding = deciding;
        this.counters = counters;
        this.longWork = longWork;
        this.patience = patience;
        this.waits = new Patience(patience);
        this.random = random;
        this.committed = committed;
        this.thread = Thread.ofPlatform().name("holdfast-committer").daemon().start(this::commitGroups);
    }

    /** Carries a command out and waits until it is durable, or certainly not carried out, or patience has run out. */
    public CommandOutcome execute(Command command) {
        Entry entry = images.entry(command.state());
        if (entry.known() == null) {
            // Load here, in parallel with other callers, rather than in the committer while it holds the turn.
            images.current(entry);
        }
        entry.awaitRelease(patience);
        CommandOutcome outcome = switch (send(command, entry, null)) {
            case Pending.Answer(CommandOutcome answer) -> answer;
            case Pending.SentBack back -> workOut(command, entry);
        };
        counters.answered(outcome);
        return outcome;
    }

    private Pending.Reply send(Command command, Entry entry, @Nullable Worked worked) {
        Pending pending = new Pending(command, entry, worked);
        if (!Thread.currentThread().isVirtual() && inbox.leadIfIdle()) {
            lead(pending);
        } else {
            inbox.add(pending);
        }
        if (closed) {
            drain();
        }
        return pending.await(waits);
    }

    /**
     * Commits a command on the thread of its caller, alone, so that no other depends on what that thread has left of
     * its stack, or on who interrupts it. Those that come meanwhile are the next group.
     */
    private void lead(Pending pending) {
        boolean interrupted = Thread.interrupted();
        try {
            CommitRun run = run();
            run.takeUpAlone(pending);
            commit(run, run::carryOutOpen);
        } finally {
            inbox.giveUpLead();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Works a command out apart from the committer, on the newest image, until the committer finds that it still is the
     * newest. After some rounds without success no other command of that state is let in here until it is done.
     */
    @SuppressWarnings("try") // the state is held, not used
    private CommandOutcome workOut(Command command, Entry entry) {
        try {
            Pending.Reply reply = Pending.SentBack.MOVED;
            for (int round = 0; round < FREE_ROUNDS && reply instanceof Pending.SentBack; round++) {
                reply = sendWorkedOut(command, entry);
            }
            if (reply instanceof Pending.Answer(CommandOutcome answer)) {
                return answer;
            }
            try (Hold hold = entry.hold(patience)) {
                return workOutAlone(command, entry);
            }
        } catch (HoldfastException e) {
            return new CommandOutcome.Refused(e.failure());
        }
    }

    /** Those that were let in before can move the state yet, and so can other processes. */
    private CommandOutcome workOutAlone(Command command, Entry entry) {
        for (int round = 0; round < MOST_LOST_RACES; round++) {
            if (sendWorkedOut(command, entry) instanceof Pending.Answer(CommandOutcome answer)) {
                return answer;
            }
        }
        return new CommandOutcome.Refused(Refusals.unavailable(false, CONTENDED));
    }

    private Pending.Reply sendWorkedOut(Command command, Entry entry) {
        Worked worked = longWork.workApart(
                command.actor(), steps -> Worked.of(deciding, images.current(entry), command, steps));
        return send(command, entry, worked);
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
        return inbox.size();
    }

    @Override
    public void close() {
        closed = true;
        inbox.close();
        Joining.join(thread);
        decider.shutdown();
        drain();
        waits.close();
    }

    private void commitGroups() {
        while (!closed) {
            try {
                Pending first = inbox.take();
                if (first != null) {
                    commitGroups(first);
                }
            } catch (InterruptedException e) {
                LOGGER.log(Level.WARNING, "the committer was interrupted and goes on", e);
            }
        }
    }

    private void commitGroups(Pending first) {
        try {
            CommitRun run = run();
            run.takeUp(first);
            commit(run, run::carryOut);
        } finally {
            inbox.giveUpLead();
        }
    }

    private CommitRun run() {
        return new CommitRun(
                inbox, () -> new CommitGroup(log, images, deciding, counters, committed), decider, System::nanoTime);
    }

    /** @param carryOut carries out what is open, with the turn */
    @SuppressWarnings("try") // the turn is held, not used
    private void commit(CommitRun run, Runnable carryOut) {
        try {
            for (int round = 0; !run.open().isEmpty(); round++) {
                giveWay(round);
                try (Turn turn = turn()) {
                    carryOut.run();
                }
                refuseLosers(run.open());
            }
        } catch (StoreUnavailableException e) {
            LOGGER.log(Level.WARNING, "the store is not available: " + e.getMessage());
            refuse(run.open(), Refusals.unavailable(false, e.getMessage()));
        } catch (RuntimeException | Error e) {
            // Even an error must not end the one thread that all writers wait for.
            LOGGER.log(Level.ERROR, "a commit group failed unexpectedly", e);
            run.open().forEach(pending -> pending.fail(e));
        }
    }

    /** Waits for the turn, and goes on waiting if the caller is interrupted. */
    private Turn turn() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return log.turn();
                } catch (StoreUnavailableException e) {
                    if (!Thread.interrupted()) {
                        throw e;
                    }
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Where no turn keeps writers apart, those that met once would meet again; a random pause lets one go first. */
    private void giveWay(int round) {
        if (round > 0) {
            LockSupport.parkNanos(random.nextLong(SHORTEST_PAUSE_NANOS << Math.min(round, 6)));
        }
    }

    /** Those that lost a race are decided again, but not for ever. */
    private static void refuseLosers(List<Pending> losers) {
        List<Pending> hopeless = losers.stream()
                .filter(loser -> loser.lostRaces() >= MOST_LOST_RACES)
                .toList();
        refuse(hopeless, Refusals.unavailable(false, CONTENDED));
    }

    private static void refuse(List<Pending> pendings, Failure failure) {
        pendings.forEach(pending -> pending.complete(new CommandOutcome.Refused(failure)));
    }

    private void drain() {
        refuse(
                inbox.drain(Integer.MAX_VALUE).stream().filter(Pending::take).toList(),
                Refusals.unavailable(false, StoreUnavailableException.closed().getMessage()));
    }
}
