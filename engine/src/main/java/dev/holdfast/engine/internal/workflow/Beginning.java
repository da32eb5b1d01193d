package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonString;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Steps begin: they are skipped, or given their input and made ready for what they wait for. */
final class Beginning {
    private static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");

    private final RunDraft run;
    private final String id;
    private final PlannedStep planned;

    private Beginning(RunDraft run, String id) {
        this.run = run;
        this.id = id;
        this.planned = run.plan().of(id);
    }

    static void begin(RunDraft run, String id) {
        new Beginning(run, id).begin();
    }

    private void begin() {
        try {
            ScopedExpression when = planned.when();
            if (when == null || run.values().holds(when, id)) {
                begin(given());
            } else {
                Ending.skip(run, id);
            }
        } catch (NoValueException e) {
            Ending.fail(run, id, e.failure());
        }
    }

    private StepDraft given() throws NoValueException {
        StepDraft step = StepDraft.fresh(id);
        return switch (planned.kind()) {
            case StepKind.Task task -> step.input(run.values().map(planned.input(), id));
            case StepKind.Child child -> step.input(run.values().map(planned.input(), id));
            case StepKind.Approval approval ->
                step.input(run.values().map(planned.input(), id)).asks(approval);
            case StepKind.Sleep sleep -> step;
            case StepKind.Signal signal -> step;
            case StepKind.ForEach forEach -> step;
        };
    }

    private void begin(StepDraft step) throws NoValueException {
        switch (planned.kind()) {
            case StepKind.Task task -> ready(step, new Happening.StepReady(id, task.work()));
            case StepKind.Child child -> child(step);
            case StepKind.Approval approval ->
                await(step, Awaited.person(approval), in(planned.step().timeout()));
            case StepKind.Sleep sleep -> await(step, "time", wakes(sleep));
            case StepKind.Signal signal -> signal(step, signal);
            case StepKind.ForEach forEach -> items(step, forEach);
        }
    }

    private void ready(StepDraft step, Happening what) {
        Instant deadline = in(planned.step().totalTimeout());
        run.put(step.status(StepStatus.READY, run.now()).deadline(deadline).due(deadline));
        run.tell(what);
    }

    private void child(StepDraft step) throws NoValueException {
        if (run.counter("depth") >= Bounds.DEPTH) {
            throw new NoValueException(
                    StepFailure.Code.LIMIT, "child runs nest up to " + Bounds.DEPTH + " deep, and this run is as deep");
        }
        ready(
                step,
                new Happening.StepWaiting(
                        id, Awaited.CHILD_START, in(planned.step().totalTimeout())));
    }

    private void await(StepDraft step, String what, @Nullable Instant due) {
        run.put(step.status(StepStatus.WAITING, run.now()).due(due));
        run.tell(new Happening.StepWaiting(id, what, due));
    }

    private Instant wakes(StepKind.Sleep sleep) throws NoValueException {
        ScopedExpression until = planned.subject();
        if (until == null) {
            return Objects.requireNonNull(in(sleep.duration()));
        }
        Instant time = time(run.values().evaluate(until, id));
        return time.isBefore(run.now()) ? run.now() : time;
    }

    private static Instant time(Json value) throws NoValueException {
        try {
            if (value instanceof JsonString text) {
                Instant time = OffsetDateTime.parse(text.value()).toInstant().truncatedTo(ChronoUnit.MILLIS);
                if (time.isBefore(FAR)) {
                    return time;
                }
            }
        } catch (DateTimeException e) {
            // Told below, like any other value that is no time.
        }
        throw new NoValueException(
                StepFailure.Code.EXPRESSION, "until is no time as in \"2030-01-31T12:00:00Z\", before the year 10000");
    }

    private void signal(StepDraft step, StepKind.Signal signal) {
        Json kept = StepSignals.take(run, signal.name());
        await(step, Awaited.SIGNAL + signal.name(), in(planned.step().timeout()));
        if (kept != null) {
            Ending.succeed(run, id, kept);
        }
    }

    private void items(StepDraft step, StepKind.ForEach forEach) throws NoValueException {
        Json value = run.values().evaluate(Objects.requireNonNull(planned.subject()), id);
        if (!(value instanceof JsonArray items)) {
            throw new NoValueException(StepFailure.Code.EXPRESSION, "items is no list");
        }
        long entries = run.plan().order().size() + run.counter("items") + items.size();
        if (items.size() > Bounds.ITEMS || entries > Bounds.ENTRIES) {
            throw new NoValueException(
                    StepFailure.Code.LIMIT,
                    "items has " + items.size() + " elements: a step has up to " + Bounds.ITEMS
                            + ", and the steps and items of a run are up to " + Bounds.ENTRIES + " together");
        }
        run.values().fitting("items", items);
        int begun = Math.min(items.size(), forEach.maxConcurrency());
        await(step.items(items).items(begun, 0), "items", in(planned.step().timeout()));
        for (int i = 0; i < begun; i++) {
            run.consider(RunStep.itemOf(id, i));
        }
        if (items.isEmpty()) {
            Ending.succeed(run, id, JsonArray.EMPTY);
        }
    }

    private @Nullable Instant in(@Nullable Duration duration) {
        return Deadlines.in(run, duration);
    }
}
