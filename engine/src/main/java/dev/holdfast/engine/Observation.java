package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One observer of one state, on a thread of its own. What the tailer tells goes through a bounded queue; an event that is
 * not the next one, because the observer was slow and the queue full, or because it starts in the past, is fetched from the
 * log. So a slow observer holds nobody up and misses nothing.
 */
final class Observation implements Subscription {
    private static final Logger LOGGER = System.getLogger(Observation.class.getName());
    private static final int QUEUE = 256;
    private static final int PAGE = 256;

    private final StateId id;
    private final Tailer tailer;
    private final History history;
    private final Consumer<Event> observer;
    private final BlockingQueue<Event> told = new LinkedBlockingQueue<>(QUEUE);
    private @Nullable Subscription source;
    private long seen;
    private volatile boolean behind;
    private volatile boolean closed;

    private Observation(StateId id, Tailer tailer, History history, Consumer<Event> observer, long seen) {
        this.id = id;
        this.tailer = tailer;
        this.history = history;
        this.observer = observer;
        this.seen = seen;
    }

    /**
     * @param after the revision after which the observer wants to know
     */
    static Subscription start(StateId id, Tailer tailer, History history, Consumer<Event> observer, long after) {
        Observation observation = new Observation(id, tailer, history, observer, after);
        observation.behind = true;
        observation.source = tailer.listen(id, observation::offer);
        Thread.ofVirtual().name("holdfast-observer").start(observation::run);
        return observation;
    }

    @Override
    public void close() {
        closed = true;
        if (source != null) {
            source.close();
        }
    }

    private void offer(Event event) {
        if (!told.offer(event)) {
            behind = true;
        }
    }

    private void run() {
        while (!closed && !tailer.isClosed()) {
            try {
                if (behind) {
                    behind = false;
                    catchUp();
                }
                Event event = told.poll(1, TimeUnit.SECONDS);
                if (event != null) {
                    next(event);
                }
            } catch (StoreUnavailableException e) {
                behind = true;
            } catch (InterruptedException e) {
                close();
            }
        }
    }

    private void next(Event event) {
        if (event.revision() == seen + 1) {
            deliver(event);
        } else if (event.revision() > seen) {
            catchUp();
        }
    }

    private void catchUp() {
        List<Event> missed = history.events(id, seen + 1, PAGE);
        while (!missed.isEmpty() && !closed) {
            missed.forEach(this::deliver);
            missed = history.events(id, seen + 1, PAGE);
        }
    }

    /** An observer that fails has still been told; the others and the next events are no worse off for it. */
    private void deliver(Event event) {
        if (closed) {
            return;
        }
        seen = event.revision();
        try {
            observer.accept(event);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "an observer failed at revision " + seen + " of " + id, e);
        }
    }
}
