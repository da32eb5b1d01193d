package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One observer of one state, on a thread of its own. Events from the tailer pass through a bounded queue. If events are
 * missing, because the queue was full or because the observer starts in the past, they are read from the log. So a slow
 * observer delays nothing else and misses nothing. The observation ends when the state is erased: the observer gets its
 * last event or, if that was removed before it was read, a failure.
 */
public final class Observation implements Subscription, Signals.Listener {
    private static final Logger LOGGER = System.getLogger(Observation.class.getName());
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);
    private static final int QUEUE = 256;
    private static final int PAGE = 256;

    private final StateId id;
    private final Tailer tailer;
    private final History history;
    private final Observer observer;
    private final BlockingQueue<Event> told = new LinkedBlockingQueue<>(QUEUE);
    private @Nullable Subscription source;
    private long seen;
    private volatile boolean behind;
    private volatile boolean closed;

    /**
     * The callbacks of an observer, called one at a time.
     *
     * @param events called with every event
     * @param gone called if events are no longer kept, or the state was erased before its last event was read; if null,
     *     the observation ends when events are no longer kept
     * @param admitted whether the observer may still see the state; asked when what principals may do has changed
     */
    public record Observer(Consumer<Event> events, @Nullable Consumer<Failure> gone, BooleanSupplier admitted) {}

    private Observation(StateId id, Tailer tailer, History history, Observer observer, long seen) {
        this.id = id;
        this.tailer = tailer;
        this.history = history;
        this.observer = observer;
        this.seen = seen;
    }

    /**
     * Starts to deliver events to an observer, on a thread of its own.
     *
     * @param after the revision after which events are delivered
     */
    public static Subscription start(StateId id, Tailer tailer, History history, Observer observer, long after) {
        Observation observation = new Observation(id, tailer, history, observer, after);
        observation.behind = true;
        observation.source = tailer.listen(id, observation);
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

    @Override
    public void told(Event event) {
        if (!told.offer(event)) {
            behind = true;
        }
    }

    @Override
    public void missed() {
        behind = true;
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
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
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
        List<Event> missed = after(seen);
        while (!missed.isEmpty() && !closed) {
            missed.forEach(this::deliver);
            missed = after(seen);
        }
        if (!closed && history.isErased(id)) {
            endUnseen();
        }
    }

    /** The state was erased with its log before its last event was read, or its observer may no longer see it. */
    private void endUnseen() {
        Consumer<Failure> gone = observer.gone();
        if (gone != null) {
            tell(() -> gone.accept(Failure.notFound(id.value())));
        }
        close();
    }

    private List<Event> after(long revision) {
        try {
            return history.events(id, revision + 1, PAGE);
        } catch (HoldfastException e) {
            return gone(e.failure());
        }
    }

    /** The next events are no longer kept: continues with the oldest kept one if the observer accepts gaps. */
    private List<Event> gone(Failure failure) {
        Consumer<Failure> gone = observer.gone();
        if (gone == null) {
            LOGGER.log(
                    Level.WARNING,
                    "an observer of " + id + " was too slow: the events after revision " + seen
                            + " are no longer kept; it gets no more events");
            close();
            return List.of();
        }
        tell(() -> gone.accept(failure));
        return history.kept(id, seen + 1, PAGE);
    }

    /** If the observer fails, the event counts as delivered; other observers and later events are not affected. */
    private void deliver(Event event) {
        if (closed) {
            return;
        }
        if (event.type() == EventType.SHARED && !observer.admitted().getAsBoolean()) {
            endUnseen();
            return;
        }
        seen = event.revision();
        tell(() -> observer.events().accept(event));
        if (event.type() == EventType.ERASED) {
            close();
        }
    }

    private void tell(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "an observer failed at revision " + seen + " of " + id, e);
        }
    }
}
