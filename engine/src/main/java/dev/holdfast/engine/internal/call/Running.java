package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.workflow.Plan;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunDiagram;
import dev.holdfast.engine.workflow.RunMoved;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepClaim;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Calls about one run: one asks something of it, one claims a step, one draws it. */
public final class Running {
    private final Engine engine;
    private final Principal principal;
    private final StateId id;

    public Running(Engine engine, Principal principal, StateId id) {
        this.engine = engine;
        this.principal = principal;
        this.id = id;
    }

    /**
     * Asks something of the run.
     *
     * @throws HoldfastException if it is refused
     */
    public RunMoved ask(RunRequest request, @Nullable String commandId) {
        CommandOutcome.Done done = execute(request, commandId).done();
        Image then = done.then(revision -> engine.past(principal, id, revision));
        boolean repeated = done.how() != CommandOutcome.How.COMMITTED;
        return new RunMoved(done.revision(), then == null ? null : then.run(), repeated);
    }

    /**
     * Claims a step.
     *
     * @return empty for a retry whose revision is no longer kept
     * @throws HoldfastException if it is refused, also because nothing is ready
     */
    public Optional<ClaimedStep> claim(RunRequest.Claim claim, @Nullable String commandId) {
        return claimed(execute(claim, commandId).done());
    }

    /** The same, and empty if this run has nothing for the caller. */
    Optional<ClaimedStep> tryToClaim(RunRequest.Claim claim, @Nullable String commandId) {
        return switch (execute(claim, commandId)) {
            case CommandOutcome.Done done -> claimed(done);
            case CommandOutcome.Refused(Failure failure) when isOfTheRun(failure.code()) -> Optional.empty();
            case CommandOutcome.Refused(Failure failure) -> throw failure.toException();
        };
    }

    /** Whether another run may give what this one refused. */
    private static boolean isOfTheRun(Failure.Code code) {
        return switch (code) {
            case CONFLICT, NOT_FOUND, EXPIRED, FORBIDDEN, REJECTED, INVALID, COMPACTED -> true;
            case LIMIT, OP_REUSED, UNAVAILABLE -> false;
        };
    }

    private CommandOutcome execute(RunRequest request, @Nullable String commandId) {
        engine.requireCommandBytes(request.toJson().canonicalSize());
        return engine.execute(Command.of(id, principal, commandId, new Change.Advance(request)));
    }

    private Optional<ClaimedStep> claimed(CommandOutcome.Done done) {
        Image then = done.then(revision -> engine.past(principal, id, revision));
        Run run = then == null ? null : then.run();
        return run == null || then == null
                ? Optional.empty()
                : Optional.of(claimed(then, run, done.changed(engine.history())));
    }

    /** The claim that was made last is among what the command changed. */
    private ClaimedStep claimed(Image then, Run run, SortedSet<String> changed) {
        for (String key : changed) {
            RunStep step = key.startsWith(Run.STEP) ? run.step(key.substring(Run.STEP.length())) : null;
            StepClaim claim = step == null ? null : step.claim();
            if (step != null && claim != null && claim.token() == run.lastToken()) {
                return claimed(then, run, step, claim);
            }
        }
        throw new IllegalStateException("a claim that was made changes a step");
    }

    private ClaimedStep claimed(Image then, Run run, RunStep step, StepClaim claim) {
        StepKind.Task task = (StepKind.Task) plan(then).kindOf(step.id());
        return new ClaimedStep(
                id,
                run.workflow(),
                step.id(),
                task.work(),
                claim.token(),
                step.attempt(),
                Objects.requireNonNull(step.due()),
                claim.lease().toMillis(),
                Objects.requireNonNullElse(step.input(), JsonNull.NULL),
                then.revision());
    }

    /**
     * The plan of a run.
     *
     * @throws HoldfastException {@code invalid} if its expressions are not understood here
     */
    public Plan plan(Image image) {
        JsonObject definition = Objects.requireNonNull(image.settings().workflow());
        Plan known = engine.validator().plans().known(definition);
        return known == null
                ? engine.longWork()
                        .work(principal, steps -> engine.validator().plans().plan(definition, steps))
                : known;
    }

    /** The run as Mermaid text. */
    public String diagram(Image image) {
        return RunDiagram.of(plan(image).workflow(), Objects.requireNonNull(image.run()));
    }
}
