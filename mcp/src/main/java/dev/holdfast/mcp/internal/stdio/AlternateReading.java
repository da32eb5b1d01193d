package dev.holdfast.mcp.internal.stdio;

import dev.holdfast.mcp.internal.stdio.LineReader.Line;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client sends on two threads, one at a time. The one that read a call may keep it and work it out, while
 * the other reads on: so a client that sends one call after the other is answered by the thread that its call woke, and
 * what it sends meanwhile is read all the same. Safe for use by many threads, where nothing else is said.
 */
final class AlternateReading {
    private static final System.Logger LOGGER = System.getLogger(AlternateReading.class.getName());
    private static final int THREADS = 2;

    private final LineReader lines;
    private final Receiver receiver;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    /** The right to read, and to use what belongs to the thread that reads. */
    private final Semaphore reading = new Semaphore(1);

    /** Held while one of the threads has a call, so that the other is there to read. */
    private final Semaphore calling = new Semaphore(1);

    private volatile @Nullable Thread reader;
    private volatile boolean handling;
    private volatile boolean over;

    /** Told of each line by the thread that reads. */
    @FunctionalInterface
    interface Receiver {
        void receive(Line line) throws InterruptedException;
    }

    AlternateReading(LineReader lines, Receiver receiver) {
        this.lines = lines;
        this.receiver = receiver;
    }

    /** Begins to read; done at the end of what the client sends, or with the failure of what received it. */
    Future<@Nullable Void> start() {
        for (int i = 0; i < THREADS; i++) {
            Thread.ofPlatform().daemon().name("mcp-stdio-" + i).start(this::run);
        }
        return ended;
    }

    /** Whether a line is being handled by the thread that reads. */
    boolean isHandling() {
        return handling;
    }

    /** Reads nothing more; a thread that waits for the client goes on waiting. */
    void end() {
        over = true;
    }

    /**
     * Does a call on this thread, which has the right to read and gives it to the other one; false if that has a call
     * itself, or if the client has sent more already, so that calls come together and another thread is quick to start.
     */
    boolean keep(Runnable call) {
        if (lines.hasMore() || !calling.tryAcquire()) {
            return false;
        }
        handling = false;
        reader = null;
        reading.release();
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            // It would have ended a thread of its own, and must not end this one.
            Thread own = Thread.currentThread();
            own.getUncaughtExceptionHandler().uncaughtException(own, e);
        } finally {
            Thread.interrupted(); // that was for the call
            calling.release();
        }
        return true;
    }

    /** Waits for the call that one of the threads has, for some time; false if it goes on. */
    boolean awaitCall(long millis) throws InterruptedException {
        boolean none = calling.tryAcquire(millis, TimeUnit.MILLISECONDS);
        if (none) {
            calling.release();
        }
        return none;
    }

    private void run() {
        try {
            while (!over) {
                reading.acquireUninterruptibly();
                reader = Thread.currentThread();
                readWhileMine();
            }
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.INFO, "The client's stream broke: " + e.getMessage());
        } catch (InterruptedException | RuntimeException | Error e) {
            ended.completeExceptionally(e);
        } finally {
            over = true;
            ended.complete(null);
            reading.release();
        }
    }

    private void readWhileMine() throws IOException, InterruptedException {
        while (!over && isMine()) {
            Line line = lines.next();
            if (line instanceof Line.End) {
                over = true;
            } else if (!over) {
                handling = true;
                receiver.receive(line);
                if (isMine()) {
                    handling = false;
                }
            }
        }
    }

    private boolean isMine() {
        return Thread.currentThread().equals(reader);
    }
}
