package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Constraints;
import dev.holdfast.engine.internal.image.Digests;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.internal.image.Stamp;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what runs want of child runs: starts them, asks them to end, and tells their end. Every process may do
 * so, at any time and any number of times.
 *
 * <p>Parent and child are two states, so each of these takes several commits, and a process may die between any two.
 * The next one that looks goes on, because each is wanted until the last of its commits: the handle of a child follows
 * from the event that made its step ready, so that a child which was created and not yet told of is found again; and a
 * child that ended wants its parent to be told until it says itself that this was done.
 */
final class ChildRunning {
    private final Engine engine;
    private final Names names;
    private final ChildSharing sharing;

    ChildRunning(Engine engine, ChildSharing sharing) {
        this.engine = engine;
        this.sharing = sharing;
        this.names = new Names(engine);
    }

    /** Carries out what a run wants. Returns how much of it went on. */
    int carryOut(StateId id) {
        Image image = engine.images().current(id);
        Run run = image.run();
        if (run == null) {
            return 0;
        }
        int moved = 0;
        boolean open = Lifecycle.isOpen(image, engine.now());
        if (open && !run.isPaused()) {
            for (String step : run.waitingFor(Run.CHILD_START)) {
                moved += start(image, run, step);
            }
        }
        if (open) {
            for (String step : run.waitingFor(Run.CHILD_CANCEL)) {
                moved += cancel(image, Objects.requireNonNull(run.step(step)));
            }
        }
        return moved + (run.isAwaited() && (run.status().isEnd() || !open) ? tell(image, run) : 0);
    }

    // --- start

    private int start(Image parent, Run run, String step) {
        StateId child = childOf(parent, step);
        try {
            if (!engine.images().current(child).exists()) {
                create(parent, run, step, child);
            }
            shareAsNow(parent.id(), child);
            return ask(parent.id(), new RunRequest.ChildStarted(step, child.value())) ? 1 : 0;
        } catch (HoldfastException e) {
            if (e.failure().code() == Failure.Code.UNAVAILABLE) {
                throw e;
            }
            return ask(parent.id(), ended(step, null, failure("it could not be started: " + e.getMessage()))) ? 1 : 0;
        }
    }

    /**
     * Those who share the parent share its child. It is looked at once the child is there: from then on what is shared
     * with the parent reaches the child too.
     */
    private void shareAsNow(StateId parent, StateId child) {
        Image now = engine.images().current(parent);
        for (String grantee : now.facts().grants().keySet()) {
            sharing.inherit(now, child, new Principal(grantee)).ifPresent(failure -> {
                throw failure.toException();
            });
        }
    }

    /** The handle of the child that a step wants: another one each time the step is ready anew. */
    static StateId childOf(Image parent, String step) {
        Stamp ready = Objects.requireNonNull(parent.stamps().get(Run.STEP + step));
        MessageDigest sha256 = Digests.sha256();
        String what = "child " + parent.id().value() + ' ' + ready.revision() + ' ' + step;
        sha256.update(what.getBytes(StandardCharsets.UTF_8));
        return StateId.derivedHandle(sha256);
    }

    private void create(Image parent, Run run, String step, StateId child) {
        StepKind.Child wanted = (StepKind.Child)
                new Running(engine, Actors.ENGINE, parent.id()).plan(parent).kindOf(step);
        Principal owner = new Principal(parent.settings().owner());
        Settings settings = new Settings(
                owner.id(),
                null,
                parent.settings().labels(),
                Lifetime.PERSISTENT,
                Settings.DEFAULT_IDLE_TTL,
                Settings.DEFAULT_MAX_TTL,
                parent.settings().keep(),
                Constraints.NONE,
                null,
                new Definitions(engine, owner, names).require(wanted.workflow(), wanted.version()));
        Json input = Objects.requireNonNullElse(
                Objects.requireNonNull(run.step(step)).input(), JsonNull.NULL);
        RunRequest.Start start = new RunRequest.Start(
                input,
                engine.freshSeed(),
                run.depth() + 1,
                new Run.Parent(parent.id().value(), step));
        created(owner, new Command(child, new Principal(run.startedBy()), null, Change.Create.of(settings, start)));
    }

    private void created(Principal owner, Command command) {
        engine.quotas().states().take(owner.id());
        CommandOutcome outcome = engine.execute(command);
        boolean committed = outcome instanceof CommandOutcome.Done done && !done.replayed();
        if (!committed) {
            engine.quotas().states().release(owner.id());
        }
        boolean another = !committed && engine.images().current(command.state()).exists(); // another was faster
        if (!another) {
            outcome.done();
        }
    }

    // --- cancel

    private int cancel(Image parent, RunStep step) {
        String handle = Objects.requireNonNull(step.child());
        Image child = engine.images().current(new StateId(handle));
        Run run = child.run();
        boolean own = run != null && new Run.Parent(parent.id().value(), step.id()).equals(run.parent());
        if (!own || run == null) {
            return ask(parent.id(), ended(step.id(), handle, failure("it is gone"))) ? 1 : 0;
        }
        boolean runs = run.status() == RunStatus.RUNNING && Lifecycle.isOpen(child, engine.now());
        return runs && ask(child.id(), new RunRequest.Cancel("the run that it is a child of wants it no more")) ? 1 : 0;
    }

    // --- tell

    private int tell(Image child, Run run) {
        Run.Parent waiting = Objects.requireNonNull(run.parent());
        StateId id = new StateId(waiting.run());
        Image parent = engine.images().current(id);
        if (parent.exists() && parent.run() != null && !Lifecycle.isOpen(parent, engine.now())) {
            return 0; // it stands still, and is told once it is brought back
        }
        if (isUntoldOfStart(parent, waiting.step(), child.id())) {
            ask(id, new RunRequest.ChildStarted(waiting.step(), child.id().value()));
        }
        ask(id, outcome(waiting.step(), child.id().value(), run));
        return ask(child.id(), new RunRequest.ParentTold()) ? 1 : 0;
    }

    private static boolean isUntoldOfStart(Image parent, String step, StateId child) {
        Run run = parent.run();
        RunStep wanting = run == null ? null : run.step(step);
        return wanting != null
                && wanting.status() == StepStatus.READY
                && childOf(parent, step).equals(child);
    }

    private static RunRequest outcome(String step, String child, Run run) {
        StepFailure failure = run.failure();
        return switch (run.status()) {
            case SUCCEEDED ->
                new RunRequest.ChildEnded(step, child, Objects.requireNonNullElse(run.output(), JsonNull.NULL), null);
            case FAILED, CANCELLED -> ended(step, child, Objects.requireNonNull(failure));
            case RUNNING, STOPPING, COMPENSATING -> ended(step, child, failure("it was closed"));
        };
    }

    private static RunRequest ended(String step, @Nullable String child, StepFailure failure) {
        return new RunRequest.ChildEnded(step, child, JsonNull.NULL, failure);
    }

    private static StepFailure failure(String message) {
        return new StepFailure(StepFailure.Code.CHILD, "the child run: " + message);
    }

    /** Whether a run went on; what it refuses was told before, or is not wanted any more. */
    private boolean ask(StateId run, RunRequest request) {
        CommandOutcome outcome = engine.execute(Command.of(run, Actors.ENGINE, null, new Change.Advance(request)));
        if (outcome instanceof CommandOutcome.Refused(Failure failure) && failure.code() == Failure.Code.UNAVAILABLE) {
            throw failure.toException();
        }
        return outcome instanceof CommandOutcome.Done done && done.how() == CommandOutcome.How.COMMITTED;
    }
}
