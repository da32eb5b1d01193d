package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.internal.commit.Joining;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.workflow.Run;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what runs of any process want of child runs. Every process does so, so no leader is needed. Commits by
 * this process wake the thread; those of other processes, and what a process that died left undone, are found by
 * looking now and then, which costs one search of an index.
 */
public final class ChildRunThread implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(ChildRunThread.class.getName());
    private static final Set<String> WANTED = Set.of(Run.CHILD_START, Run.CHILD_CANCEL, Run.CHILD_END);

    private static final HeaderFilter WANTING = HeaderFilter.ALL.withWaitsFor(WANTED);

    /** How late it may be if the process that made a run wait for this has died. */
    private static final Duration POLL = Duration.ofSeconds(10);

    private static final int PAGE = 64;

    /** As deep as runs nest, and back: what one round starts may want more in the next. */
    private static final int MOST_ROUNDS = 32;

    private final CommitLog log;
    private final ToIntFunction<StateId> carryOut;
    private final Bell.Ring ring;
    private volatile boolean closed;
    private @Nullable Thread thread;

    /** @param carryOut carries out what a run wants, and answers how much of it went on */
    ChildRunThread(CommitLog log, Bell bell, ToIntFunction<StateId> carryOut) {
        this.log = log;
        this.carryOut = carryOut;
        this.ring = bell.listen(WANTED);
    }

    void start() {
        thread = Thread.ofVirtual().name("holdfast-child-runs").start(this::run);
    }

    /** Carries out what is wanted now, and what follows from it. Returns how much that was. */
    public int carryOut() {
        int all = 0;
        int moved = -1;
        for (int round = 0; round < MOST_ROUNDS && moved != 0 && !closed; round++) {
            moved = round();
            all += moved;
        }
        return all;
    }

    private int round() {
        int moved = 0;
        for (int shard = 0; shard < log.info().shards() && !closed; shard++) {
            StateId after = null;
            do {
                StatePage page = log.list(shard, WANTING, after, PAGE);
                for (StatePage.Listed listed : page.states()) {
                    moved += carryOut(listed.id());
                }
                after = page.next();
            } while (after != null && !closed);
        }
        return moved;
    }

    private int carryOut(StateId run) {
        try {
            return carryOut.applyAsInt(run);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "what " + run + " wants of child runs could not be done; it is tried again", e);
            return 0;
        }
    }

    private void run() {
        while (!closed) {
            try {
                ring.await(POLL.toNanos());
                carryOut();
            } catch (InterruptedException e) {
                return;
            } catch (StoreUnavailableException e) {
                LOGGER.log(Level.DEBUG, "the store is unavailable; child runs wait", e);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "child runs could not be looked for; this is tried again", e);
            }
        }
    }

    /** Ends the thread after what it is doing. */
    @Override
    public void close() {
        closed = true;
        ring.close();
        ring.wake();
        Joining.join(thread);
    }
}
