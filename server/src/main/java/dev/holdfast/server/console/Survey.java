package dev.holdfast.server.console;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work that goes over the whole store, done in the background: a page that waits for an answer would give up on a large
 * one. However many ask, it is done once at a time, and what it found is kept until the next. Thread-safe.
 *
 * @param <T> what it finds
 */
final class Survey<T> {
    private final Function<Progress, T> work;
    private final Executor background;
    private final InstantSource clock;

    private boolean running;
    private long done;
    private @Nullable Found<T> found;
    private @Nullable String failure;

    /** @param at when the work ended */
    record Found<T>(T what, Instant at) {}

    /**
     * How it stands.
     *
     * @param running whether work is under way
     * @param done the number of states that the present or last work has gone over
     * @param found what the last work found that came to its end; null before the first
     * @param failure why the last work did not come to its end; null if it did
     */
    record Standing<T>(
            boolean running,
            long done,
            @Nullable Found<T> found,
            @Nullable String failure) {
        /** The part of an answer that says how far it is. */
        JsonObject.Builder facts() {
            return JsonObject.builder()
                    .put("running", running)
                    .put("done", done)
                    .putIfPresent("at", found == null ? null : found.at().toString())
                    .putIfPresent("failure", failure);
        }
    }

    /**
     * Work that was not begun yet.
     *
     * @param background runs it; may run it within the call
     */
    Survey(Function<Progress, T> work, Executor background, InstantSource clock) {
        this.work = work;
        this.background = background;
        this.clock = clock;
    }

    /** On a thread of its own, that ends with the process and keeps no process from ending. */
    static Executor daemons() {
        return work -> Thread.ofPlatform().daemon().name("holdfast-survey").start(work);
    }

    /** Begins, unless it is under way. */
    void begin() {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
            done = 0;
            failure = null;
        }
        background.execute(this::run);
    }

    /** Begins if it never did. */
    void beginOnce() {
        Standing<T> now = standing();
        if (now.found() == null && now.failure() == null) {
            begin();
        }
    }

    synchronized Standing<T> standing() {
        return new Standing<>(running, done, found, failure);
    }

    private void run() {
        T what = null;
        String problem = "It ended before its end; the store may have been closed";
        try {
            what = work.apply(this::progress);
        } catch (StoreUnavailableException e) {
            problem = "The store is unavailable";
        } catch (HoldfastException e) {
            problem = e.failure().hint();
        } finally {
            end(what, problem);
        }
    }

    private synchronized void progress(long states) {
        done = states;
    }

    private synchronized void end(@Nullable T what, String problem) {
        running = false;
        if (what == null) {
            failure = problem;
        } else {
            found = new Found<>(what, clock.instant());
        }
    }
}
