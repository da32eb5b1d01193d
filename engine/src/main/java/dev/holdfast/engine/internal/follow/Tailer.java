package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.Committed;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Follows the store's feed, one thread a shard, as long as anybody listens, and tells listeners of commits, whichever
 * process made them. Nothing runs, and nothing is polled, while nobody listens.
 *
 * <p>It only says that something happened. Whoever needs every event reads the log from its own cursor, so a commit
 * told twice or a feed that had to start over loses nothing.
 */
public final class Tailer implements AutoCloseable {
    private final CommitLog log;
    private final Signals signals = new Signals();
    private final Set<Following> followers = ConcurrentHashMap.newKeySet();
    private List<Thread> threads = List.of();
    private volatile boolean closed;

    public Tailer(CommitLog log) {
        this.log = log;
    }

    /**
     * Begins to tell a listener of a state's commits. Every commit acknowledged after this returns is told of; it is
     * for the caller to subscribe first and read second.
     */
    public Subscription listen(StateId id, Signals.Listener listener) {
        signals.add(id, listener);
        start();
        return () -> signals.remove(id, listener);
    }

    /** Tells an observer of all commits from now on, from a place of its own in the feed. */
    public synchronized Subscription follow(Consumer<Committed> observer, Runnable missed) {
        Following following = new Following(log, observer, missed);
        followers.add(following);
        following.start();
        return () -> {
            following.close();
            followers.remove(following);
        };
    }

    /** How many observers of states and waits there are. */
    public int listeners() {
        return signals.size();
    }

    /** Whether the engine is closed, so that nothing will be told any more. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        followers.forEach(Following::abandon);
    }

    private synchronized void start() {
        if (closed || threads.stream().anyMatch(Thread::isAlive)) {
            return;
        }
        List<Thread> started = new ArrayList<>();
        for (int shard = 0; shard < log.info().shards(); shard++) {
            // The present is marked here, on the listener's thread: what is committed from now on will be told.
            FeedReader feed = new FeedReader(log, shard);
            started.add(Thread.ofVirtual().name("holdfast-tailer-" + shard).start(() -> follow(feed)));
        }
        threads = List.copyOf(started);
    }

    private void follow(FeedReader feed) {
        while (!endIfUnheard()) {
            feed.read(this::tell, signals::missed);
        }
    }

    private void tell(FeedPage.Entry entry) {
        if (signals.wants(entry.state())) {
            signals.tell(entry.state(), EventCodec.decode(entry.commit().event()));
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
}
