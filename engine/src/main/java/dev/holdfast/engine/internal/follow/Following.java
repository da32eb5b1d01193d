package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.Committed;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One observer of all states. One thread per shard reads the store's feed as fast as the observer accepts it. */
final class Following implements Subscription {
    private static final Logger LOGGER = System.getLogger(Following.class.getName());
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final StoredEvents stored;
    private final Consumer<Committed> observer;
    private final Runnable missed;
    private final Lock telling = new ReentrantLock();
    private final List<Thread> threads;
    private volatile boolean ending;
    private volatile boolean closed;

    /** Commits made after this returns are delivered. */
    Following(CommitLog log, StoredEvents stored, Consumer<Committed> observer, Runnable missed) {
        this.stored = stored;
        this.observer = observer;
        this.missed = missed;
        this.threads = IntStream.range(0, log.info().shards())
                .mapToObj(shard -> new FeedReader(log, shard))
                .map(feed -> Thread.ofVirtual().name("holdfast-follower").unstarted(() -> follow(feed)))
                .toList();
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /**
     * Delivers what is stored by now and ends. If the observer takes more than two seconds for it, the rest is not
     * delivered. An observer that closes this itself is not waited for.
     */
    @Override
    public void close() {
        ending = true;
        threads.forEach(Thread::interrupt);
        if (!threads.contains(Thread.currentThread())) {
            awaitThreads();
        }
        closed = true;
    }

    /** Ends at once, because the store is about to be closed. */
    void abandon() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }

    private void awaitThreads() {
        try {
            for (Thread thread : threads) {
                thread.join(LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(FeedReader feed) {
        while (!closed && !ending) {
            feed.read(this::deliver, () -> tell(missed));
        }
        boolean more = true;
        while (!closed && more) {
            more = feed.readWhatIsThere(this::deliver, () -> tell(missed));
        }
    }

    private void deliver(Cursor from, FeedPage page, boolean atEnd) {
        page.entries().forEach(this::deliver);
    }

    private void deliver(FeedPage.Entry entry) {
        if (closed) {
            return;
        }
        try {
            Event event = stored.decode(entry.state(), entry.commit());
            Committed committed = new Committed(event, entry.commit().event().length());
            tell(() -> observer.accept(committed));
        } catch (StoreUnavailableException e) {
            LOGGER.log(Level.WARNING, "an event is not told: " + e.getMessage());
            tell(missed);
        }
    }

    /** Calls the observer, one call at a time. If it fails, the commit counts as delivered. */
    private void tell(Runnable what) {
        telling.lock();
        try {
            what.run();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "an observer of all states failed", e);
        } finally {
            telling.unlock();
        }
    }
}
