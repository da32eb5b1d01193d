package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.EventDraft;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.KeyDiff;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.internal.workflow.Advance;
import dev.holdfast.engine.internal.workflow.Plan;
import dev.holdfast.engine.internal.workflow.RunInterpreter;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a run: how it begins, what is asked of it, and what time brings. */
public final class Advancing {
    private final Plans plans;

    Advancing(Plans plans) {
        this.plans = plans;
    }

    /**
     * Why a change may not be made to a state that is a run, since the workflow keeps its document; null if it may, or
     * the state is none.
     */
    public static @Nullable Failure past(Image image, Change change) {
        boolean writes = change instanceof Change.Operate
                || change instanceof Change.TakeBack
                || change instanceof Change.TakeIn;
        if (image.settings().workflow() == null) {
            return null;
        } else if (writes) {
            return written();
        } else if (change instanceof Change.Erase && new Run(image.document()).isAwaited()) {
            return awaited();
        }
        return change instanceof Change.Configure(JsonObject settings) && constrains(settings) ? constrained() : null;
    }

    /**
     * Refuses what would change the document of a run past its workflow.
     *
     * @throws HoldfastException {@code rejected} if the state is a run
     */
    public static void requireNoRun(Image image) {
        if (image.settings().workflow() != null) {
            throw written().toException();
        }
    }

    private static Failure written() {
        return new Failure(
                Failure.Code.REJECTED,
                JsonObject.EMPTY,
                "Nothing was changed: this state is the run of a workflow, which keeps its document. Report a step,"
                        + " answer, signal or cancel it instead; to go back, retry from a step or fork an earlier"
                        + " revision.");
    }

    private static Failure awaited() {
        return new Failure(
                Failure.Code.REJECTED,
                JsonObject.EMPTY,
                "Another run waits for the end of this one. Cancel or close it first; once the other was told, it can"
                        + " be erased.");
    }

    private static Failure constrained() {
        return Failure.invalid(
                "workflow", "The run of a workflow has no schema, rules or machine of its own; leave these out.");
    }

    private static boolean constrains(JsonObject settings) {
        return Stream.of("schema", "rules", Settings.MACHINE, Settings.WORKFLOW).anyMatch(settings::has);
    }

    /**
     * A run that begins, or goes on as a copy of another.
     *
     * @param definition its workflow
     * @throws HoldfastException if it cannot begin
     */
    Advance.Moved begun(JsonObject definition, Change.Create create, Principal actor, Instant now, Steps steps) {
        if (create.settings().machine() != null
                || !create.settings().constraints().isEmpty()) {
            throw constrained().toException();
        }
        Plan plan = plans.plan(definition, steps);
        RunRequest.Start start = create.start();
        if (start == null) {
            return new Advance.Moved(RunInterpreter.forked(plan, new Run(create.data()), now, steps), List.of());
        }
        return switch (RunInterpreter.decide(plan, null, start, actor, now, steps)) {
            case Advance.Moved moved -> moved;
            case Advance.Refused(Advance.Reason reason, Failure failure) -> throw failure.toException();
            case Advance.Repeated repeated -> throw new IllegalStateException("no run begins twice");
        };
    }

    /**
     * Carries out what is asked of a run.
     *
     * @param accepting decides whether the document that it leads to may stand
     */
    Decision advance(
            Image image,
            RunRequest request,
            Principal actor,
            Instant now,
            Steps steps,
            Function<EventDraft, Decision> accepting) {
        JsonObject definition = image.settings().workflow();
        if (definition == null) {
            return new Decision.Rejected(
                    Failure.invalid("handle", "This state is no run of a workflow; start one to have its handle."));
        }
        Failure own = asksItself(image, request, actor);
        if (own != null) {
            return new Decision.Rejected(own);
        }
        Advance advance = RunInterpreter.decide(plans.plan(definition, steps), image.run(), request, actor, now, steps);
        return switch (advance) {
            case Advance.Moved(Run run, List<Happening> happened) ->
                accepting.apply(moved(image, run, happened, steps));
            case Advance.Repeated repeated -> new Decision.Unchanged();
            case Advance.Refused(Advance.Reason reason, Failure failure) -> new Decision.Rejected(failure);
        };
    }

    /** The one who starts a run asks what it asks, and so does not answer it, like any other question. */
    private static @Nullable Failure asksItself(Image image, RunRequest request, Principal actor) {
        Run run = image.run();
        boolean own = run != null
                && request instanceof RunRequest.Answer
                && !actor.isLocal()
                && run.startedBy().equals(actor.id());
        return own
                ? new Failure(
                        Failure.Code.FORBIDDEN,
                        JsonObject.EMPTY,
                        "You started this run, so what it asks is for another principal to answer.")
                : null;
    }

    /** What is left in the log by what time changes first in a run; null if it has changed nothing by now. */
    @Nullable EventDraft due(Image image, Instant now, Steps steps) {
        JsonObject definition = image.settings().workflow();
        if (definition == null) {
            return null;
        }
        Plan plan = plans.plan(definition, steps);
        Advance advance = RunInterpreter.decide(plan, image.run(), new RunRequest.FireDue(), Actors.ENGINE, now, steps);
        return advance instanceof Advance.Moved(Run run, List<Happening> happened)
                ? moved(image, run, happened, steps)
                : null;
    }

    private static EventDraft moved(Image image, Run run, List<Happening> happened, Steps steps) {
        return new EventDraft(
                EventType.ADVANCED,
                patch(image.document(), run.document(), steps),
                run.document(),
                null,
                null,
                Cause.Advanced.of(happened));
    }

    /** The documents share what did not change, so that is not looked into. */
    @SuppressWarnings("ReferenceEquality")
    private static JsonPatch patch(JsonObject before, JsonObject after, Steps steps) {
        steps.spend((long) before.size() + after.size());
        List<String> keys = new ArrayList<>();
        after.forEach((key, value) -> {
            if (before.get(key) != value) {
                keys.add(key);
            }
        });
        before.keys().stream().filter(key -> !after.has(key)).forEach(keys::add);
        return KeyDiff.between(before, after, keys);
    }
}
