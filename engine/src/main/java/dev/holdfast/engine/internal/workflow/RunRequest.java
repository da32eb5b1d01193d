package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
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
     * @param parent the step that it is the child run of; null if it is of none
     */
    record Start(Json input, long seed, int depth, Run.@Nullable Parent parent) implements RunRequest {
        /** That of a run that is no child. */
        public Start(Json input, long seed, int depth) {
            this(input, seed, depth, null);
        }
    }

    /**
     * Hold the step that has been ready the longest.
     *
     * @param work the kinds of work that the worker does
     * @param lease for how long, where the step says nothing of heartbeats; 1 second to 24 hours
     * @param before the token is higher than this one
     */
    record Claim(Set<String> work, Duration lease, long before) implements RunRequest {
        /** A claim in a run whose tokens were all given in this timeline. */
        public Claim(Set<String> work, Duration lease) {
            this(work, lease, 0);
        }
    }

    /** The same request, which is to have a token higher than that if it has one. */
    default RunRequest after(long token) {
        return this instanceof Claim(Set<String> work, Duration lease, long before)
                ? new Claim(work, lease, Math.max(before, token))
                : this;
    }

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

    /** Record that the run which this is a child of was told of its end. */
    record ParentTold() implements RunRequest {}

    /** Record the first change that time has made by now, as of the time it was due. */
    record FireDue() implements RunRequest {}

    /** The JSON form, which says whether two requests are the same. */
    default JsonObject toJson() {
        return switch (this) {
            case Start start -> JsonObject.of("start", start.input());
            case Claim(Set<String> work, Duration lease, long before) ->
                JsonObject.of(
                        "claim",
                        JsonArray.copyOf(work.stream().sorted().map(Json::of).toList()),
                        "lease_ms",
                        Json.of(lease.toMillis()));
            case Heartbeat(String step, long token) ->
                JsonObject.of("heartbeat", Json.of(step), "token", Json.of(token));
            case Report(String step, long token, Result.Success(Json output)) ->
                JsonObject.of("report", Json.of(step), "token", Json.of(token), "output", output);
            case Report(String step, long token, Result.Failure(String message, boolean retryable)) ->
                JsonObject.builder()
                        .put("report", step)
                        .put("token", token)
                        .put("failure", message)
                        .put("retryable", retryable)
                        .build();
            case Answer(String step, String choice, String note) ->
                JsonObject.builder()
                        .put("answer", step)
                        .put("choice", choice)
                        .putIfPresent("note", note == null ? null : Json.of(note))
                        .build();
            case SendSignal(String name, Json data) -> JsonObject.of("signal", Json.of(name), "data", data);
            case Pause pause -> JsonObject.of("pause", Json.of(true));
            case Resume resume -> JsonObject.of("resume", Json.of(true));
            case Cancel(String reason) -> JsonObject.of("cancel", reason == null ? Json.of(true) : Json.of(reason));
            case RetryFrom(String step) -> JsonObject.of("retry", Json.of(step));
            case ChildStarted(String step, String run) ->
                JsonObject.of("child_started", Json.of(step), "run", Json.of(run));
            case ChildEnded(String step, String run, Json output, StepFailure failure) ->
                JsonObject.builder()
                        .put("child_ended", step)
                        .putIfPresent("run", run == null ? null : Json.of(run))
                        .put("output", output)
                        .putIfPresent("failure", failure == null ? null : failure.toJson())
                        .build();
            case ParentTold told -> JsonObject.of("parent_told", Json.of(true));
            case FireDue due -> JsonObject.of("fire_due", Json.of(true));
        };
    }
}
