package dev.holdfast.engine;

import dev.holdfast.engine.internal.call.Definitions;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Names;
import dev.holdfast.engine.internal.call.Opening;
import dev.holdfast.engine.internal.call.ReadyWork;
import dev.holdfast.engine.internal.call.RunStart;
import dev.holdfast.engine.internal.call.SessionRuns;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.Workflow;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The workflows and runs of one principal. Safe for use by many threads. Methods throw {@link HoldfastException} if a
 * call is refused, and {@link dev.holdfast.engine.spi.StoreUnavailableException} if the store cannot be read.
 */
public final class Runs {
    private final Engine engine;
    private final States states;
    private final Principal principal;
    private final Names names;
    private final Definitions definitions;

    Runs(Engine engine, States states) {
        this.engine = engine;
        this.states = states;
        this.principal = states.principal();
        this.names = new Names(engine);
        this.definitions = new Definitions(engine, principal, names);
    }

    // --- Definitions

    /**
     * Keeps a workflow, so that runs are started by its name and version. It is checked first. The versions of a name
     * are the keys of the state {@code workflows/NAME}; a version never changes.
     *
     * @return whether this call defined it; false if it is there already
     * @throws HoldfastException {@code invalid} with the fact {@code problems} if it is not sound; {@code conflict} if
     *     that version is another definition
     */
    public boolean define(JsonObject definition) {
        Workflow workflow = checked(definition);
        String version = workflow.version();
        State state = states.open(StateSpec.named(Definitions.stateOf(workflow.name())))
                .state();
        if (definition.equals(state.read().document().get(version))) {
            return false;
        }
        try {
            state.write(w -> w.set(version, definition).ifRevision(version, 0));
            return true;
        } catch (HoldfastException e) {
            if (e.failure().code() == Failure.Code.CONFLICT
                    && definition.equals(state.read().document().get(version))) {
                return false;
            }
            throw e;
        }
    }

    private Workflow checked(JsonObject definition) {
        return engine.longWork()
                .work(principal, steps -> engine.validator().plans().plan(definition, steps))
                .workflow();
    }

    /**
     * A workflow that was defined.
     *
     * @param version null for the one that was defined last
     * @throws HoldfastException {@code not_found} if there is none
     */
    public JsonObject definition(String workflow, @Nullable String version) {
        return definitions.read(workflow, version);
    }

    // --- Runs

    /**
     * Starts a run. It goes on with the definition that it was started with, whatever is defined later.
     *
     * @throws HoldfastException {@code not_found} if there is no such workflow, or no such state that it is started
     *     for; {@code forbidden} if the principal may not write that state; {@code invalid} if the workflow is not
     *     sound; {@code limit} if the principal has too many states
     */
    public Started start(RunSpec spec) {
        JsonObject given = spec.definition();
        String workflow = spec.workflow();
        JsonObject definition =
                workflow == null ? Objects.requireNonNull(given) : definitions.read(workflow, spec.version());
        RunRequest.Start start = new RunRequest.Start(spec.input(), engine.freshSeed(), 0);
        StateSpec state = new StateSpec(
                spec.name(),
                null,
                new SessionRuns(engine, principal).labels(spec),
                null,
                null,
                null,
                null,
                spec.commandId(),
                null,
                null,
                null,
                null);
        Opening.Result opened =
                new Opening(engine, principal, names, state, new RunStart(definition, start, asked(spec))).open();
        Run run = opened.image().run();
        if (run == null) {
            throw Failure.invalid("name", "The state of this name is no run of a workflow; give the run another name.")
                    .toException();
        }
        return new Started(
                run(opened.image().id().value()), opened.image().revision(), run, opened.created(), opened.replayed());
    }

    /** Which version is the newest may change between two tries, so it is not part of what was asked. */
    private static JsonObject asked(RunSpec spec) {
        JsonObject definition = spec.definition();
        String workflow = spec.workflow();
        String version = spec.version();
        return JsonObject.builder()
                .putIfPresent("definition", definition)
                .putIfPresent("workflow", workflow == null ? null : Json.of(workflow))
                .putIfPresent("version", version == null ? null : Json.of(version))
                .put("input", spec.input())
                .build();
    }

    /**
     * The runs that were started for a state ({@link RunSpec#session}) and that the principal may see, as they are now:
     * those that have not ended before those that have, and of each those that moved last. Only these are read. They
     * are chosen from the first 2,000 of each.
     *
     * @param most how many, 1 to 100
     */
    public List<StateView> ofSession(StateId session, int most) {
        return new SessionRuns(engine, principal)
                .of(session, most).stream().map(StateView::new).toList();
    }

    /**
     * Claims a step of one of these kinds of work, of any run that the principal may see, and waits for one if none is
     * ready. Without an id for retries, an answer that is lost costs the lease: the step is given out again when that
     * ends.
     *
     * @param work the kinds of work that the caller does, 1 to 100
     * @param lease for how long, where the step says nothing of heartbeats; 1 second to 24 hours
     * @param timeout how long to wait; zero to look once
     * @return empty if nothing became ready in time
     * @throws HoldfastException {@code invalid} for kinds or a lease that are not possible; {@code limit} if too many
     *     waits of the principal are open
     */
    public Optional<ClaimedStep> next(Set<String> work, Duration lease, Duration timeout) throws InterruptedException {
        return next(work, lease, timeout, null);
    }

    /** The same with an id for retries: the retry of a call that claimed a step is answered with that step. */
    public Optional<ClaimedStep> next(Set<String> work, Duration lease, Duration timeout, @Nullable String commandId)
            throws InterruptedException {
        ReadyWork ready = new ReadyWork(engine, principal, work, lease, CommandIds.checked(commandId));
        engine.quotas().waits().begin(principal);
        try {
            return ready.await(timeout);
        } finally {
            engine.quotas().waits().end(principal);
        }
    }

    /** Describes a worker, which does the work of runs by calling handlers. */
    public Worker.Builder worker() {
        return new Worker.Builder(this);
    }

    /**
     * A run by its handle or {@code @name}. Whether it is one shows when it is used.
     *
     * @throws HoldfastException {@code not_found} if there is no such name, {@code invalid} if the target is neither
     */
    public RunState run(String target) {
        return new RunState(engine, principal, states.state(target));
    }

    @Override
    public String toString() {
        return "Runs[of " + principal.id() + "]";
    }
}
