package dev.holdfast.engine;

import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Reading;
import dev.holdfast.engine.internal.call.Running;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.engine.internal.workflow.RunRequest.Result;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunMoved;
import dev.holdfast.json.Json;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of a workflow, as one principal uses it. It is a {@link State} too, which is read, observed, waited for,
 * shared, forked and closed like any other; its document changes only by what is asked here. It holds no resources, and
 * is safe for use by many threads. Every method throws {@link HoldfastException} if it is refused, with what is
 * possible instead, and {@link dev.holdfast.engine.spi.StoreUnavailableException} if the store cannot be read.
 */
public final class RunState {
    private final State state;
    private final Reading reading;
    private final Running running;

    RunState(Engine engine, Principal principal, State state) {
        this.state = state;
        this.reading = new Reading(engine, principal, state.handle());
        this.running = new Running(engine, principal, state.handle());
    }

    /** The handle of the run. */
    public StateId handle() {
        return state.handle();
    }

    /** The state that the run is. */
    public State state() {
        return state;
    }

    /**
     * How the run stands now.
     *
     * @throws HoldfastException {@code invalid} if the state is no run
     */
    public Run read() {
        return run(reading.current(AuditKind.READ));
    }

    /** The run as Mermaid text, with how each step stands. */
    public String diagram() {
        Image image = reading.current(AuditKind.READ);
        run(image);
        return running.diagram(image);
    }

    private static Run run(Image image) {
        Run run = image.run();
        if (run == null) {
            throw Failure.invalid("handle", "This state is no run of a workflow; start one to have its handle.")
                    .toException();
        }
        return run;
    }

    // --- Work

    /**
     * Claims the step that has been ready the longest.
     *
     * @param work the kinds of work that the caller does
     * @param lease for how long, where the step says nothing of heartbeats; 1 second to 24 hours
     * @return empty if nothing of these kinds is ready, or the run is paused or gives out no work any more
     */
    public Optional<ClaimedStep> claim(Set<String> work, Duration lease) {
        try {
            return running.claim(new RunRequest.Claim(Set.copyOf(work), lease), null);
        } catch (HoldfastException e) {
            if (e.failure().code() == Failure.Code.REJECTED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Tells that the caller is alive, and holds the step for another lease.
     *
     * @throws HoldfastException {@code conflict} if the token no longer holds the step; {@code rejected} if the run is
     *     stopping, so that what is held is to be ended
     */
    public RunMoved heartbeat(ClaimedStep claimed) {
        return heartbeat(claimed.step(), claimed.token());
    }

    /** The same by the id of the step and the token of the claim. */
    public RunMoved heartbeat(String step, long token) {
        return running.ask(new RunRequest.Heartbeat(step, token), null);
    }

    /**
     * Tells what a step came to. The same again is answered as the first time.
     *
     * @throws HoldfastException {@code conflict} if the token no longer holds the step, or it was reported otherwise
     */
    public RunMoved report(ClaimedStep claimed, Json output) {
        return report(claimed.step(), claimed.token(), output);
    }

    /** The same by the id of the step and the token of the claim. */
    public RunMoved report(String step, long token, Json output) {
        return running.ask(new RunRequest.Report(step, token, new Result.Success(output)), null);
    }

    /**
     * Tells that an attempt failed. The same again is answered as the first time.
     *
     * @param message why; at most 1,000 characters of it are kept
     * @param retryable whether another attempt may succeed
     * @throws HoldfastException as {@link #report(ClaimedStep, Json)}
     */
    public RunMoved fail(ClaimedStep claimed, String message, boolean retryable) {
        return fail(claimed.step(), claimed.token(), message, retryable);
    }

    /** The same by the id of the step and the token of the claim. */
    public RunMoved fail(String step, long token, String message, boolean retryable) {
        return running.ask(new RunRequest.Report(step, token, new Result.Failure(message, retryable)), null);
    }

    // --- Decisions and signals

    /**
     * Answers what a step asks. Of several answers one counts.
     *
     * @throws HoldfastException {@code forbidden} if another principal is asked, or the caller started the run;
     *     {@code conflict} if it was answered otherwise; {@code invalid} for a choice that is not offered
     */
    public RunMoved answer(String step, String choice) {
        return answer(step, choice, null, null);
    }

    /** The same with a remark and an id for retries, of which either may be null. */
    public RunMoved answer(String step, String choice, @Nullable String note, @Nullable String commandId) {
        return running.ask(new RunRequest.Answer(step, choice, note), CommandIds.checked(commandId));
    }

    /** Sends a signal. It is kept if nothing waits for it yet but a step will. */
    public RunMoved signal(String name, Json data) {
        return signal(name, data, null);
    }

    /** The same with an id for retries. */
    public RunMoved signal(String name, Json data, @Nullable String commandId) {
        return running.ask(new RunRequest.SendSignal(name, data), CommandIds.checked(commandId));
    }

    // --- The run as a whole

    /** Gives out no more work until it is resumed. What is held may be reported, and time goes on. */
    public RunMoved pause(@Nullable String commandId) {
        return running.ask(new RunRequest.Pause(), CommandIds.checked(commandId));
    }

    /** Gives out work again. */
    public RunMoved resume(@Nullable String commandId) {
        return running.ask(new RunRequest.Resume(), CommandIds.checked(commandId));
    }

    /**
     * Ends the run, and takes back what is done.
     *
     * @param reason why; null if none is given
     */
    public RunMoved cancel(@Nullable String reason, @Nullable String commandId) {
        return running.ask(new RunRequest.Cancel(reason), CommandIds.checked(commandId));
    }

    /** Goes on from a step, after the run failed or was cancelled. */
    public RunMoved retry(String fromStep, @Nullable String commandId) {
        return running.ask(new RunRequest.RetryFrom(Objects.requireNonNull(fromStep)), CommandIds.checked(commandId));
    }

    @Override
    public String toString() {
        return "RunState[" + state.handle() + "]";
    }
}
