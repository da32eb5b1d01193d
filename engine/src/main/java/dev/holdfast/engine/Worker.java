package dev.holdfast.engine;

import dev.holdfast.engine.internal.commit.Joining;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.engine.workflow.RunMoved;
import dev.holdfast.json.Json;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Does the work of runs in this process: claims steps of the kinds that it has handlers for, calls the handler on a
 * virtual thread, tells that it is alive as long as that takes, and reports what came of it. Any number of workers, in
 * any number of processes and beside agents, share the work; a step is given to one at a time. A handler may be called
 * again for the same step, after a crash or a lost lease: make what it does one that can be repeated.
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Worker.class.getName());

    /** How long a worker waits for work at a time, and for a store that does not answer. */
    private static final Duration WAIT = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String STOPPED = "the worker was stopped";

    private final Runs runs;
    private final Map<String, Handler> handlers;
    private final Duration lease;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    private Worker(Builder builder) {
        this.runs = builder.runs;
        this.handlers = Map.copyOf(builder.handlers);
        this.lease = builder.lease;
        for (int i = 0; i < builder.concurrency; i++) {
            threads.add(Thread.ofVirtual().name("holdfast-worker-" + i).unstarted(this::work));
        }
    }

    /** Does one kind of work. Called by many threads at once. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Does the work of a step.
         *
         * @return what the step answers
         * @throws FinalFailureException if no other attempt would help
         * @throws InterruptedException if it was interrupted, as it is when the step is no longer wanted from it
         * @throws Exception if the attempt failed, and another may succeed
         */
        Json handle(ClaimedStep step) throws Exception;
    }

    @Override
    public String toString() {
        return "Worker[" + runs + ", steps " + handlers.keySet() + "]";
    }

    /** Thrown by a handler whose step would fail again. */
    public static final class FinalFailureException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** @param message why; told with the step */
        public FinalFailureException(String message) {
            super(message);
        }
    }

    /** The options of a worker. Not safe for use by several threads. */
    public static final class Builder {
        private final Runs runs;
        private final Map<String, Handler> handlers = new HashMap<>();
        private Duration lease = Duration.ofSeconds(30);
        private int concurrency = 4;

        Builder(Runs runs) {
            this.runs = runs;
        }

        /** Does this kind of work by calling a handler. */
        public Builder handle(String work, Handler handler) {
            handlers.put(work, handler);
            return this;
        }

        /** For how long a step is held without a sign of life; 30 seconds by default. A step may say otherwise. */
        public Builder lease(Duration value) {
            lease = value;
            return this;
        }

        /** How many steps are worked on at a time; 4 by default. */
        public Builder concurrency(int value) {
            concurrency = value;
            return this;
        }

        /**
         * Starts the worker.
         *
         * @throws IllegalArgumentException if it has no handlers, or works on fewer steps than one at a time
         */
        public Worker start() {
            if (handlers.isEmpty() || concurrency < 1) {
                throw new IllegalArgumentException("a worker has a handler, and works on a step at least");
            }
            Worker worker = new Worker(this);
            worker.threads.forEach(Thread::start);
            return worker;
        }
    }

    /**
     * Takes up no more work, interrupts the handlers that are working, and returns when all have ended. What was not
     * done is another attempt of the step.
     */
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        threads.forEach(Joining::join);
    }

    private void work() {
        while (!closed) {
            try {
                Optional<ClaimedStep> next = runs.next(handlers.keySet(), lease, WAIT);
                if (next.isPresent()) {
                    work(next.get());
                }
            } catch (InterruptedException e) {
                return; // closed
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "a worker could not go on; it tries again", e);
                pause();
            }
        }
    }

    private void work(ClaimedStep step) {
        Thread self = Thread.currentThread();
        Thread alive = Thread.ofVirtual().name("holdfast-heartbeat").start(() -> keepAlive(step, self));
        Outcome outcome;
        try {
            Json output = Objects.requireNonNull(handlers.get(step.work())).handle(step);
            outcome = run -> run.report(step, output);
        } catch (InterruptedException e) {
            outcome = run -> run.fail(step, STOPPED, true);
        } catch (FinalFailureException e) {
            outcome = run -> run.fail(step, message(e), false);
        } catch (Exception | StackOverflowError e) {
            outcome = run -> run.fail(step, message(e), true);
        } finally {
            alive.interrupt();
            Joining.join(alive);
        }
        boolean interrupted = Thread.interrupted(); // the report is made in any case
        report(step, outcome);
        if (interrupted && closed) {
            self.interrupt();
        }
    }

    /** What is told of a step. */
    @FunctionalInterface
    private interface Outcome {
        RunMoved tell(RunState run);
    }

    private static String message(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    }

    private void report(ClaimedStep step, Outcome outcome) {
        RunState run = runs.run(step.run().value());
        long deadline = System.nanoTime()
                + Math.max(WAIT.toNanos(), Duration.ofMillis(step.lease()).toNanos());
        boolean told = false;
        while (!told) {
            try {
                outcome.tell(run);
                told = true;
            } catch (HoldfastException e) {
                told = refused(step, run, e.failure(), deadline);
            }
        }
    }

    /** Whether there is no use in telling it again. */
    private static boolean refused(ClaimedStep step, RunState run, Failure failure, long deadline) {
        boolean passes = failure.code() == Failure.Code.UNAVAILABLE
                || (failure.code() == Failure.Code.LIMIT && failure.facts().has("retry_after_ms"));
        if (passes && System.nanoTime() < deadline) {
            pause();
            return false;
        } else if (failure.code() == Failure.Code.LIMIT && !passes) {
            run.fail(step, "what it answered is too large: " + failure.hint(), false);
        } else {
            LOGGER.log(Level.INFO, "step {0} of {1} is no longer held: {2}", step.step(), step.run(), failure.hint());
        }
        return true;
    }

    /** Tells that the step is worked on, three times a lease; interrupts the handler once it is held no more. */
    private void keepAlive(ClaimedStep step, Thread handler) {
        RunState run = runs.run(step.run().value());
        try {
            while (true) {
                Thread.sleep(Duration.ofMillis(Math.max(1, step.lease() / 3)));
                try {
                    run.heartbeat(step);
                } catch (HoldfastException e) {
                    if (e.failure().code() != Failure.Code.UNAVAILABLE
                            && e.failure().code() != Failure.Code.LIMIT) {
                        handler.interrupt();
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            // The handler is done.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
