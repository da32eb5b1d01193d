package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.Committed;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Follows the store's feed, with one thread per shard, and tells listeners of commits by any process. Without listeners
 * no thread runs and nothing is polled.
 *
 * <p>A listener that needs every event reads the log from its own revision, so nothing is lost if a commit is told
 * twice or the feed has to start over.
 */
public final class Tailer implements AutoCloseable {
    private final CommitLog log;
    private final StoredEvents stored;
    private final Signals signals = new Signals();
    private final Relay relay;
    private final Set<Following> followers = ConcurrentHashMap.newKeySet();
    private List<Thread> threads = List.of();

    /** The threads that were started last; those before them end. */
    private Object run = this;

    private volatile boolean closed;

    /**
     * Follows a store as soon as something listens.
     *
     * @param stored reads what the log holds
     * @param audiences whom a commit may concern
     */
    public Tailer(CommitLog log, StoredEvents stored, Audience.Source audiences) {
        this.log = log;
        this.stored = stored;
        this.relay = new Relay(log.info().shards(), audiences);
    }

    /**
     * Begins to tell a listener of a state's commits: every commit acknowledged after this returns. The caller must
     * subscribe first and read the state second.
     */
    public Subscription listen(StateId id, Signals.Listener listener) {
        signals.add(id, listener);
        start();
        return () -> signals.remove(id, listener);
    }

    /**
     * Begins to pass commits on to a reader of many states: all that count and are acknowledged after this returns. The
     * caller must join first and read second.
     */
    public Subscription join(RelayQueue reader) {
        relay.join(reader);
        start();
        return () -> relay.leave(reader);
    }

    /** How far commits have been passed on. */
    public Relay relay() {
        return relay;
    }

    /** Delivers all commits from now on to an observer, which has its own position in the feed. */
    public synchronized Subscription follow(Consumer<Committed> observer, Runnable missed) {
        Following following = new Following(log, stored, observer, missed);
        followers.add(following);
        following.start();
        return () -> {
            following.close();
            followers.remove(following);
        };
    }

    /** The number of observers of states, of waits, and of those who read the feed themselves. */
    public int listeners() {
        return signals.size() + relay.size();
    }

    /** Whether the engine is closed, so that no more commits are told. */
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
        Object next = new Object();
        run = next;
        relay.own(next);
        List<Thread> started = new ArrayList<>();
        for (int shard = 0; shard < log.info().shards(); shard++) {
            // Created here, on the listener's thread, so that everything committed from now on will be told.
            FeedReader feed = new FeedReader(log, shard);
            started.add(Thread.ofVirtual().name("holdfast-tailer-" + shard).start(() -> follow(next, feed)));
        }
        threads = List.copyOf(started);
    }

    private void follow(Object by, FeedReader feed) {
        while (!endIfUnheard(by)) {
            relay.begins(by, feed.shard());
            feed.read(
                    (from, page, atEnd) -> {
                        page.entries().forEach(this::tell);
                        relay.pass(by, feed.shard(), from, page, atEnd);
                    },
                    this::missed);
        }
    }

    private void missed() {
        signals.missed();
        relay.missed();
    }

    private void tell(FeedPage.Entry entry) {
        if (!signals.wants(entry.state())) {
            return;
        }
        try {
            signals.tell(entry.state(), stored.decode(entry.state(), entry.commit()));
        } catch (StoreUnavailableException e) {
            signals.missed(entry.state()); // It is damaged: the listeners find out when they read the log.
        }
    }

    /**
     * Ends the thread if there are no listeners, or others have been started since there were none. Synchronized, so
     * that a listener that is just being added is not missed.
     */
    private synchronized boolean endIfUnheard(Object by) {
        if (closed || !run.equals(by)) {
            return true;
        }
        if (signals.isEmpty() && relay.isEmpty()) {
            threads = List.of();
            return true;
        }
        return false;
    }
}
