package dev.holdfast.engine;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Follows the store's feed, one thread a shard, as long as anybody listens, and tells listeners of commits, whichever
 * process made them. Nothing runs, and nothing is polled, while nobody listens.
 *
 * <p>It only says that something happened. Whoever needs every event reads the log from its own cursor, so a commit told
 * twice or a feed that had to start over loses nothing.
 */
final class Tailer implements AutoCloseable {
    private static final int PAGE = 256;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

    private final CommitLog log;
    private final Signals signals = new Signals();
    private List<Thread> threads = List.of();
    private volatile boolean closed;

    Tailer(CommitLog log) {
        this.log = log;
    }

    /**
     * Begins to tell a listener of a state's commits. Every commit acknowledged after this returns is told of; it is for
     * the caller to subscribe first and read second.
     */
    Subscription listen(StateId id, Signals.Listener listener) {
        signals.add(id, listener);
        start();
        return () -> signals.remove(id, listener);
    }

    /** Whether the engine is closed, so that nothing will be told any more. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }

    private synchronized void start() {
        if (closed || threads.stream().anyMatch(Thread::isAlive)) {
            return;
        }
        List<Thread> started = new ArrayList<>();
        for (int shard = 0; shard < log.info().shards(); shard++) {
            int number = shard;
            // The present is marked here, on the listener's thread: what is committed from now on will be told.
            Cursor now = log.feed(shard, Cursor.LATEST, 1, Duration.ZERO).next();
            started.add(Thread.ofVirtual().name("holdfast-tailer-" + shard).start(() -> follow(number, now)));
        }
        threads = List.copyOf(started);
    }

    private void follow(int shard, Cursor from) {
        Cursor cursor = from;
        while (!endIfUnheard()) {
            Cursor next = step(shard, cursor);
            if (next == null) {
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
            } else {
                cursor = next;
            }
        }
    }

    /** Ends the thread if nobody listens, without missing somebody who begins to at this very moment. */
    private synchronized boolean endIfUnheard() {
        if (closed) {
            return true;
        }
        if (signals.isEmpty()) {
            threads = List.of();
            return true;
        }
        return false;
    }

    private @Nullable Cursor step(int shard, Cursor cursor) {
        try {
            FeedPage page = log.feed(shard, cursor, PAGE, POLL);
            for (FeedPage.Entry entry : page.entries()) {
                if (signals.wants(entry.state())) {
                    signals.tell(entry.state(), EventCodec.decode(entry.commit().event()));
                }
            }
            return page.next();
        } catch (CursorExpiredException e) {
            return catchUp(shard);
        } catch (StoreUnavailableException e) {
            return null;
        }
    }

    /** Commits that were not read yet were compacted away. Marks the present first, so that what comes after is told. */
    private @Nullable Cursor catchUp(int shard) {
        try {
            Cursor now = log.feed(shard, Cursor.LATEST, 1, Duration.ZERO).next();
            signals.missed();
            return now;
        } catch (StoreUnavailableException e) {
            return null;
        }
    }
}
