package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.Turn;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of this process to a shard. Commands of all callers come together here, are decided one after the
 * other on the newest images while the store's turn is held, and are appended as one group that pays one sync. While a
 * group is being synced the next one gathers and is decided, so groups grow with the load by themselves.
 *
 * <p>One thread at a time has the lead and commits. That is the committer's own, unless a caller comes while nothing is
 * being committed and nothing waits: it commits its command itself, since handing it over and back would take longer
 * than the work. Virtual threads never do: a store would hold up their carrier. The committer's own thread starts with
 * the first command that waits for it: of many shards, few may have commands that do.
 *
 * <p>Deciding inside the turn is what keeps several processes on one store from conflicting: no other process can
 * commit between the decision and its append. Where a store has no turn, a command that lost the race is decided again,
 * but not for ever.
 */
final class ShardCommitter {
    static final String CONTENDED = "too many others were writing to this state";

    private static final Logger LOGGER = System.getLogger(ShardCommitter.class.getName());
    private static final int MOST_LOST_RACES = 50;
    private static final int LONGEST_PAUSE = 6;
    private static final long SHORTEST_PAUSE_NANOS = 500_000;

    private final int shard;
    private final CommitContext context;
    private final RandomGenerator random;
    private final Inbox inbox = new Inbox();
    private final ExecutorService decider;
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private volatile boolean closed;

    ShardCommitter(int shard, CommitContext context, RandomGenerator random) {
        this.shard = shard;
        this.context = context;
        this.random = random;
        this.decider =
                Executors.newSingleThreadExecutor(named("holdfast-decider-").factory());
    }

    private Thread.Builder.OfPlatform named(String prefix) {
        return Thread.ofPlatform().name(prefix + shard).daemon();
    }

    /** Takes a command, which is answered sooner or later; carries it out at once if nothing else is to be done. */
    void send(Pending pending) {
        if (!Thread.currentThread().isVirtual() && inbox.leadIfIdle()) {
            lead(pending);
        } else {
            inbox.add(pending);
            start();
        }
        if (closed) {
            drain();
        }
    }

    /** How many commands wait to be taken up. */
    int waiting() {
        return inbox.size();
    }

    /**
     * Takes nothing up any more. Returns the thread that ends then, after a caller that commits by itself; empty if
     * nothing is under way.
     */
    Optional<Thread> stop() {
        closed = true;
        inbox.close();
        if (inbox.isLed()) {
            start();
        }
        return Optional.ofNullable(thread.get());
    }

    /** Refuses what was not taken up; to be called once the thread has ended. */
    void end() {
        decider.shutdown();
        drain();
    }

    private void start() {
        if (thread.get() == null) {
            Thread fresh = named("holdfast-committer-").unstarted(this::commitGroups);
            if (thread.compareAndSet(null, fresh)) {
                fresh.start();
            }
        }
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

    private void commitGroups() {
        boolean open = true;
        while (open) {
            try {
                Pending first = inbox.take();
                open = first != null;
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
        return new CommitRun(inbox, () -> new CommitGroup(context), decider, System::nanoTime);
    }

    /** @param carryOut carries out what is open, with the turn */
    @SuppressWarnings("try") // the turn is held, not used
    private void commit(CommitRun run, Runnable carryOut) {
        try {
            while (!run.open().isEmpty()) {
                try (Turn turn = turn()) {
                    carryOut.run();
                }
                run.open().forEach(pending -> giveWay(run, pending));
            }
        } catch (StoreUnavailableException e) {
            Level level = e.isClosed() ? Level.DEBUG : Level.WARNING; // who closes the store knows it
            LOGGER.log(level, "the store is not available: " + e.getMessage());
            refuse(run.open(), Refusals.unavailable(e));
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
                    return context.log().turn();
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

    /**
     * One that lost a race is decided again at once. Where no turn keeps writers apart, those that met twice would meet
     * again: a random pause lets one go first, and commands of other states do not wait for that.
     */
    private void giveWay(CommitRun run, Pending loser) {
        if (loser.lostRaces() >= MOST_LOST_RACES) {
            refuse(List.of(loser), Refusals.unavailable(false, CONTENDED));
        } else if (loser.lostRaces() > 1) {
            run.giveUp(loser);
            long pause = random.nextLong(SHORTEST_PAUSE_NANOS << Math.min(loser.lostRaces(), LONGEST_PAUSE));
            CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(() -> comeBack(loser));
        }
    }

    private void comeBack(Pending pending) {
        inbox.putBack(List.of(pending));
        start();
        if (closed) {
            drain();
        }
    }

    private static void refuse(List<Pending> pendings, Failure failure) {
        pendings.forEach(pending -> pending.complete(new CommandOutcome.Refused(failure)));
    }

    private void drain() {
        refuse(inbox.drain(Integer.MAX_VALUE).stream().filter(Pending::take).toList(), Refusals.closed());
    }
}
