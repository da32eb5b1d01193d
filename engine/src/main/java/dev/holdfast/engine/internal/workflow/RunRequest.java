package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.json.Json;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked of a run. */
public sealed interface RunRequest {
    /**
     * Begin.
     *
     * @param input what the run is given
     * @param seed where the jitter of retries comes from
     * @param depth how deep the run is nested: 0, or one more than its parent
     */
    record Start(Json input, long seed, int depth) implements RunRequest {}

    /**
     * Hold the step that has been ready the longest.
     *
     * @param work the kinds of work that the worker does
     * @param lease for how long, where the step says nothing of heartbeats; 1 second to 24 hours
     */
    record Claim(Set<String> work, Duration lease) implements RunRequest {}

    /** Tell that the worker is alive, and hold the step for another lease. */
    record Heartbeat(String step, long token) implements RunRequest {}

    /** Tell how an attempt ended. The same again is answered as before. */
    record Report(String step, long token, Result result) implements RunRequest {}

    /** How an attempt ended. */
    sealed interface Result {
        /** The step is done. */
        record Success(Json output) implements Result {}

        /**
         * The attempt failed.
         *
         * @param message why; at most 1,000 characters of it are kept
         * @param retryable whether another attempt may succeed
         */
        record Failure(String message, boolean retryable) implements Result {}
    }

    /**
     * Decide what a step asks. The same again by the same actor is answered as before.
     *
     * @param note what the person adds; null for nothing
     */
    record Answer(String step, String choice, @Nullable String note) implements RunRequest {}

    /** Wake the steps that wait for a signal; if none waits yet but one will, the signal is kept for it. */
    record SendSignal(String name, Json data) implements RunRequest {}

    /** Give out no more work. What is held may be reported, and time goes on. */
    record Pause() implements RunRequest {}

    /** Give out work again. */
    record Resume() implements RunRequest {}

    /**
     * End the run, and take back what is done.
     *
     * @param reason why; null if none is given
     */
    record Cancel(@Nullable String reason) implements RunRequest {}

    /** Go on from a step, after the run failed or was cancelled. */
    record RetryFrom(String step) implements RunRequest {}

    /**
     * Tell that the child run which a step wants was started. The same again is answered as before.
     *
     * @param run its handle
     */
    record ChildStarted(String step, String run) implements RunRequest {}

    /**
     * Tell how a child run ended. The same again is answered as before.
     *
     * @param run its handle; null if none could be started
     * @param output what it answers, if it succeeded
     * @param failure why it did not succeed; null if it did
     */
    record ChildEnded(
            String step,
            @Nullable String run,
            Json output,
            @Nullable StepFailure failure) implements RunRequest {}

    /** Record the first change that time has made by now, as of the time it was due. */
    record FireDue() implements RunRequest {}
}
