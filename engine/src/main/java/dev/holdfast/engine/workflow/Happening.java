package dev.holdfast.engine.workflow;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that happened in a run. Texts and data that workers and callers sent are untrusted. */
public sealed interface Happening {
    /** The id of the step it happened to; null if it happened to the run as a whole. */
    @Nullable String step();

    /** The JSON form: {@code what} happened, the {@code step}, and the facts of it. */
    default JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("what", what()).putIfPresent("step", step());
        facts(json);
        return json.build();
    }

    /** The same without what workers and callers sent: values and messages. What is left has a bounded size. */
    default JsonObject brief() {
        JsonObject json = toJson();
        JsonObject failure = json.object("failure");
        for (String member : List.of("input", "output", "failure")) {
            json = json.without(member);
        }
        return failure == null ? json : json.with("failure", Objects.requireNonNull(failure.get("code")));
    }

    /** The name of what happened, as in {@code step_ready}. */
    default String what() {
        return switch (this) {
            case StepReady it -> "step_ready";
            case StepClaimed it -> "step_claimed";
            case LeaseRenewed it -> "lease_renewed";
            case StepWaiting it -> "step_waiting";
            case StepSucceeded it -> "step_succeeded";
            case StepSkipped it -> "step_skipped";
            case AttemptFailed it -> "attempt_failed";
            case StepFailed it -> "step_failed";
            case ChildRunning it -> "child_running";
            case ChildUnwanted it -> "child_unwanted";
            case StepCompensated it -> "step_compensated";
            case SignalKept it -> "signal_kept";
            case RunStarted it -> "run_started";
            case RunPaused it -> "run_paused";
            case RunResumed it -> "run_resumed";
            case RunStopping it -> "run_stopping";
            case RunRetried it -> "run_retried";
            case RunEnded it -> "run_ended";
            case ParentTold it -> "parent_told";
        };
    }

    private void facts(JsonObject.Builder json) {
        switch (this) {
            case StepReady(String step, String work) -> json.put("work", work);
            case StepClaimed it ->
                json.put("work", it.work)
                        .put("token", it.claim.token())
                        .put("by", it.claim.by())
                        .put("attempt", it.attempt)
                        .put("until", it.until.toString())
                        .put("input", it.input);
            case LeaseRenewed(String step, long token, Instant until) ->
                json.put("token", token).put("until", until.toString());
            case StepWaiting(String step, String awaited, Instant due) ->
                json.put("for", awaited).putIfPresent("due", due == null ? null : due.toString());
            case StepSucceeded(String step, Json output) -> json.put("output", output);
            case StepSkipped skipped -> {}
            case AttemptFailed(String step, int attempt, StepFailure failure, Instant next) ->
                json.put("attempt", attempt).put("failure", failure.toJson()).put("next", next.toString());
            case StepFailed(String step, StepFailure failure) -> json.put("failure", failure.toJson());
            case ChildRunning(String step, String run) -> json.put("run", run);
            case ChildUnwanted(String step, String run) -> json.put("run", run);
            case SignalKept(String name) -> json.put("name", name);
            case RunStarted started -> {}
            case RunPaused paused -> {}
            case RunResumed resumed -> {}
            case RunStopping(StepFailure failure) -> json.put("failure", failure.toJson());
            case StepCompensated compensated -> {}
            case RunRetried(String step) -> {}
            case ParentTold told -> {}
            case RunEnded(RunStatus status, Json output) ->
                json.put("status", status.wire()).putIfPresent("output", output);
        }
    }

    /** Something that happened to the run as a whole. */
    sealed interface OfRun extends Happening {
        @Override
        default @Nullable String step() {
            return null;
        }
    }

    /** A worker may claim it. */
    record StepReady(String step, String work) implements Happening {}

    /**
     * A worker holds it.
     *
     * @param work the kind of work
     * @param claim what the worker holds; its token is to be given with each heartbeat and with the report
     * @param attempt the number of the attempt
     * @param until when the lease ends, unless a heartbeat renews it
     * @param input what the step is given
     */
    record StepClaimed(String step, String work, StepClaim claim, int attempt, Instant until, Json input)
            implements Happening {}

    /** A worker was heard of, and holds it until then. */
    record LeaseRenewed(String step, long token, Instant until) implements Happening {}

    /**
     * It waits: for a person, a signal, a time, its items or a child run.
     *
     * @param awaited for what: {@code person:PRINCIPAL}, {@code signal:NAME}, {@code child:start}, {@code child:end},
     *     {@code items} or {@code time}
     * @param due until when; null if without end
     */
    record StepWaiting(
            String step, String awaited, @Nullable Instant due) implements Happening {}

    /** It is done. */
    record StepSucceeded(String step, Json output) implements Happening {}

    /** Its condition was false. */
    record StepSkipped(String step) implements Happening {}

    /**
     * An attempt failed, and there will be another.
     *
     * @param attempt the number of the attempt
     * @param next when it is tried again
     */
    record AttemptFailed(String step, int attempt, StepFailure failure, Instant next) implements Happening {}

    /** It failed for good. */
    record StepFailed(String step, StepFailure failure) implements Happening {}

    /** A child run was started for it. */
    record ChildRunning(String step, String run) implements Happening {}

    /** Its child run is to be cancelled; its end is waited for. */
    record ChildUnwanted(String step, String run) implements Happening {}

    /** It was taken back. */
    record StepCompensated(String step) implements Happening {}

    /** A signal came before the step that waits for it, and is kept. */
    record SignalKept(String name) implements OfRun {}

    /** The run began. */
    record RunStarted() implements OfRun {}

    /** The run gives out no work for now. */
    record RunPaused() implements OfRun {}

    /** The run gives out work again. */
    record RunResumed() implements OfRun {}

    /** The run will end without success: no step begins, and those that are held may end. */
    record RunStopping(StepFailure failure) implements OfRun {}

    /** The run goes on from a step. */
    record RunRetried(String step) implements Happening {}

    /** The run that this is a child of was told of its end. */
    record ParentTold() implements OfRun {}

    /**
     * The run ended.
     *
     * @param output what it answers; null if it has none
     */
    record RunEnded(RunStatus status, @Nullable Json output) implements OfRun {}
}
