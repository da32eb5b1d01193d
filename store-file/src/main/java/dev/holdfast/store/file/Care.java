package dev.holdfast.store.file;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The background maintenance of a folder, on a thread of its own: rewrites segments and writes checkpoints. */
final class Care {
    private static final Logger LOGGER = System.getLogger(Care.class.getName());
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final long RECORDS_WORTH_ONE = 1_000;
    private static final long DEAD_BYTES_TO_ROLL = 1 << 20;

    private final LogFolder folder;
    private final SegmentCompaction compaction;
    private final Runnable roll;
    private final int checkpointRecords;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("holdfast-file-care").factory());
    private final AtomicBoolean requested = new AtomicBoolean();
    private volatile long checkpointed;

    /**
     * @param roll takes the turn to write and begins a new segment
     */
    Care(LogFolder folder, Runnable roll, FileOptions options) {
        this.folder = folder;
        this.compaction = new SegmentCompaction(folder, options.segmentBytes());
        this.roll = roll;
        this.checkpointRecords = options.checkpointRecords();
        this.checkpointed = folder.checkpointed();
    }

    void afterAppend() {
        if (folder.newest() - checkpointed >= checkpointRecords) {
            request();
        }
    }

    void afterRemoval() {
        request();
    }

    private void request() {
        if (requested.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    requested.set(false);
                    attempt(DEAD_BYTES_TO_ROLL, false);
                });
            } catch (RejectedExecutionException e) {
                // The store was closed meanwhile; close() does the last round itself.
            }
        }
    }

    /**
     * Rewrites, before it returns, every segment that holds anything unreachable.
     *
     * @throws StoreUnavailableException if that cannot be done now
     */
    void purge() {
        FutureTask<Void> round = new FutureTask<>(() -> {
            folder.change(LogIndex::purgeAll);
            tend(Long.MAX_VALUE, true);
            return null;
        });
        try {
            thread.execute(round);
            round.get();
        } catch (RejectedExecutionException e) {
            throw StoreUnavailableException.closed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreUnavailableException.unusable("the caller was interrupted while segments were rewritten");
        } catch (ExecutionException e) {
            throw StoreUnavailableException.failed("rewriting segments", e.getCause());
        }
    }

    /** Waits until all maintenance requested so far is done. */
    void await() {
        CompletableFuture.runAsync(() -> {}, thread).join();
    }

    /** Does a last round of maintenance if the store can still be written, and ends the thread. */
    void close(boolean writable) {
        if (writable) {
            CompletableFuture.runAsync(() -> attempt(Long.MAX_VALUE, true), thread)
                    .join();
        }
        thread.shutdown();
    }

    /** The same in the background: what cannot be done now is done some other time. */
    private void attempt(long deadToRoll, boolean last) {
        try {
            tend(deadToRoll, last);
        } catch (StoreUnavailableException e) {
            LOGGER.log(Level.DEBUG, () -> "no compaction now: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "segments could not be rewritten and are left unchanged", e);
        }
    }

    private void tend(long deadToRoll, boolean last) throws IOException {
        Disk.Hold hold = folder.disk().takeCompaction(PATIENCE);
        try {
            folder.footing().require();
            compact(deadToRoll, last);
        } finally {
            hold.release();
        }
    }

    private void compact(long deadToRoll, boolean last) throws IOException {
        boolean rollFirst = folder.ask(index -> {
            Segment active = index.active();
            return active.dead >= deadToRoll || (last && active.erased > 0);
        });
        if (rollFirst) {
            roll.run();
        }
        boolean rewritten = compaction.run();
        long added = folder.newest() - checkpointed;
        if (rewritten || added >= (last ? Math.min(RECORDS_WORTH_ONE, checkpointRecords) : checkpointRecords)) {
            Checkpoint.save(folder);
            checkpointed = folder.newest();
        }
    }
}
