package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.internal.workflow.Advance.Reason;
import dev.holdfast.engine.workflow.RetryPolicy;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.engine.workflow.Workflow;
import dev.holdfast.engine.workflow.WorkflowStep;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNull;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a run should be, told a second time and as plainly as possible: fields that change, and after each request all
 * steps looked at until nothing moves. It keeps no index, no counter and no document.
 */
final class RunModel {
    final SortedMap<String, ModelStep> steps = new TreeMap<>();
    final Map<String, Integer> keptSignals = new HashMap<>();
    final Workflow workflow;
    RunStatus status = RunStatus.RUNNING;
    RunStatus ending = RunStatus.FAILED;
    boolean paused;
    long token;
    int ended;
    Instant now;

    @Nullable Instant end;

    RunModel(Workflow workflow, Instant now) {
        this.workflow = workflow;
        this.now = now;
        this.end = after(workflow.timeout());
        settle();
    }

    @Nullable Instant after(@Nullable Duration duration) {
        return duration == null ? null : now.plus(duration);
    }

    List<ModelStep> all() {
        return List.copyOf(steps.values());
    }

    StepStatus status(String id) {
        ModelStep step = steps.get(id);
        return step == null ? StepStatus.PENDING : step.status;
    }

    @Nullable WorkflowStep definition(String id) {
        if (!id.matches("(compensate:)?\\w+(\\[\\d{1,3}])?")) {
            return null;
        }
        WorkflowStep found = workflow.steps().get(id.replace("compensate:", "").replaceAll("\\[.*", ""));
        if (found != null && id.contains("[")) {
            found = found.kind() instanceof StepKind.ForEach forEach ? forEach.body() : null;
        }
        return found != null && id.startsWith("compensate:") ? found.compensate() : found;
    }

    // --- what follows by itself

    void settle() {
        boolean moves = true;
        while (moves) {
            moves = switch (status) {
                case RUNNING -> beginsSomething() || succeeds();
                case STOPPING -> all().stream().noneMatch(ModelStep::holdsUpTheEnd) && takesBack();
                case COMPENSATING ->
                    all().stream().noneMatch(step -> step.isCompensation() && !step.status.isEnd()) && takesBack();
                default -> false;
            };
        }
    }

    private boolean beginsSomething() {
        for (WorkflowStep step : workflow.steps().values()) {
            boolean may = step.needs().stream().allMatch(need -> status(need).isDone());
            if (!steps.containsKey(step.name()) && may) {
                begin(step.name(), step);
                return true;
            }
        }
        return all().stream().anyMatch(this::beginsAnItem);
    }

    private boolean beginsAnItem(ModelStep parent) {
        if (!(parent.kind() instanceof StepKind.ForEach forEach) || parent.status != StepStatus.WAITING) {
            return false;
        }
        int items = items(forEach).size();
        List<ModelStep> begun = all().stream()
                .filter(step ->
                        step.isItem() && !step.isCompensation() && step.parent().equals(parent.id))
                .toList();
        long open = begun.stream().filter(step -> !step.status.isEnd()).count();
        if (begun.size() < items && open < forEach.maxConcurrency()) {
            begin(parent.id + "[" + begun.size() + "]", forEach.body());
            return true;
        } else if (begun.size() == items && open == 0) {
            end(parent, StepStatus.SUCCEEDED);
            return true;
        }
        return false;
    }

    static JsonArray items(StepKind.ForEach forEach) {
        return (JsonArray) Json.parse(forEach.items());
    }

    private void begin(String id, WorkflowStep definition) {
        ModelStep step = new ModelStep(id, definition, now);
        steps.put(id, step);
        String when = definition.when();
        if (when != null && !holds(when)) {
            end(step, StepStatus.SKIPPED);
            return;
        }
        step.status = StepStatus.WAITING;
        switch (definition.kind()) {
            case StepKind.Task task -> ready(step, true);
            case StepKind.Child child -> ready(step, true);
            case StepKind.Sleep sleep -> step.timer = after(sleep.duration());
            case StepKind.Signal signal -> {
                step.timer = after(definition.timeout());
                if (keptSignals.merge(signal.name(), 0, Integer::sum) > 0) {
                    keptSignals.merge(signal.name(), -1, Integer::sum);
                    end(step, StepStatus.SUCCEEDED);
                }
            }
            case StepKind.Approval approval -> step.timer = after(definition.timeout());
            case StepKind.ForEach forEach -> step.timer = after(definition.timeout());
        }
    }

    private boolean holds(String when) {
        return when.startsWith("input")
                ? when.equals("input == 1")
                : status(when.split("\\.", -1)[1]) == StepStatus.SUCCEEDED;
    }

    void ready(ModelStep step, boolean first) {
        step.status = StepStatus.READY;
        step.since = now;
        step.end = first ? after(step.definition.totalTimeout()) : step.end;
    }

    private boolean succeeds() {
        if (!workflow.steps().keySet().stream().allMatch(name -> status(name).isDone())) {
            return false;
        }
        status = RunStatus.SUCCEEDED;
        end = null;
        return true;
    }

    private boolean takesBack() {
        ModelStep last = all().stream()
                .filter(step -> step.status == StepStatus.SUCCEEDED
                        && !step.isCompensation()
                        && step.definition.compensate() != null
                        && !steps.containsKey("compensate:" + step.id))
                .max(Comparator.comparingInt(step -> step.order))
                .orElse(null);
        if (last == null) {
            status = ending;
            return true;
        }
        status = RunStatus.COMPENSATING;
        String id = "compensate:" + last.id;
        steps.put(id, new ModelStep(id, Objects.requireNonNull(last.definition.compensate()), now));
        ready(Objects.requireNonNull(steps.get(id)), true);
        return true;
    }

    // --- ends

    void end(ModelStep step, StepStatus how) {
        step.status = how;
        step.order = ++ended;
        if (how == StepStatus.SUCCEEDED && step.isCompensation()) {
            Objects.requireNonNull(steps.get(step.target())).status = StepStatus.COMPENSATED;
        }
    }

    void fail(ModelStep step) {
        end(step, StepStatus.FAILED);
        if (!step.isCompensation()) {
            ModelStep parent = steps.get(step.parent());
            if (step.isItem() && parent != null && parent.status == StepStatus.WAITING) {
                end(parent, StepStatus.FAILED);
            }
            stop(RunStatus.FAILED);
        }
    }

    void stop(RunStatus how) {
        if (status != RunStatus.RUNNING) {
            return;
        }
        status = RunStatus.STOPPING;
        ending = how;
        end = null;
        for (ModelStep step : all()) {
            if (step.status == StepStatus.WAITING && step.child != null) {
                step.unwanted = true;
            } else if (Set.of(StepStatus.WAITING, StepStatus.READY, StepStatus.DELAYED)
                    .contains(step.status)) {
                end(step, StepStatus.CANCELLED);
            }
        }
    }

    void attemptFails(ModelStep step, long under, String by, StepFailure.Code code, String message, boolean retryable) {
        step.attempts.add(new ModelStep.Attempt(under, by, code, message));
        RetryPolicy policy = step.definition.retry();
        Duration delay = policy.backoff();
        for (int i = 1; i < step.attempt; i++) {
            delay = delay.multipliedBy((long) policy.factor());
        }
        Duration most = policy.maxDelay();
        Instant next = now.plus(most != null && delay.compareTo(most) > 0 ? most : delay);
        boolean goesOn = status == (step.isCompensation() ? RunStatus.COMPENSATING : RunStatus.RUNNING);
        boolean inTime = step.end == null || next.isBefore(step.end);
        if (!goesOn || !retryable || step.attempt >= policy.maxAttempts() || !inTime) {
            fail(step);
        } else if (next.equals(now)) {
            ready(step, false);
        } else {
            step.status = StepStatus.DELAYED;
            step.since = now;
            step.timer = next;
        }
    }

    // --- time

    /** What time changes next: the run, under the empty id, or a step. */
    @Nullable String firstDue(Instant time) {
        Instant best = null;
        String first = null;
        for (String id : new TreeSet<>(dues().keySet())) {
            Instant due = Objects.requireNonNull(dues().get(id));
            boolean changed = !due.isAfter(time) || isAhead(id, time);
            if (changed && (best == null || due.isBefore(best))) {
                best = due;
                first = id;
            }
        }
        return first;
    }

    Map<String, Instant> dues() {
        Map<String, Instant> dues = new TreeMap<>();
        if (end != null) {
            dues.put("", end);
        }
        for (ModelStep step : all()) {
            Instant due = step.due();
            if (due != null) {
                dues.put(step.id, due);
            }
        }
        return dues;
    }

    private boolean isAhead(String id, Instant time) {
        ModelStep step = steps.get(id);
        return step != null
                && (step.status == StepStatus.CLAIMED || step.status == StepStatus.DELAYED)
                && step.since.isAfter(time.plusSeconds(60));
    }

    String fire(Instant time) {
        String id = firstDue(time);
        if (id == null) {
            return word(Reason.NOTHING_DUE);
        }
        Instant due = Objects.requireNonNull(dues().get(id));
        now = due.isAfter(time) ? time : due;
        ModelStep step = steps.get(id);
        if (step == null) {
            stop(RunStatus.FAILED);
        } else {
            fire(step);
        }
        settle();
        return "moved";
    }

    private void fire(ModelStep step) {
        boolean whole = step.end != null && !now.isBefore(step.end);
        boolean attempt = step.attemptEnd != null && !now.isBefore(step.attemptEnd);
        switch (step.status) {
            case CLAIMED -> {
                StepFailure.Code code = whole || attempt ? StepFailure.Code.TIMEOUT : StepFailure.Code.LOST;
                attemptFails(step, step.token, step.holder, code, "", !whole);
            }
            case DELAYED -> ready(step, false);
            case READY -> fail(step);
            default -> {
                boolean decides = step.kind() instanceof StepKind.Approval approval && approval.otherwise() != null;
                if (step.child != null) {
                    step.unwanted = true;
                } else if (decides || step.kind() instanceof StepKind.Sleep) {
                    step.output = JsonNull.NULL;
                    end(step, StepStatus.SUCCEEDED);
                } else {
                    fail(step);
                }
            }
        }
    }

    static String word(Reason reason) {
        return reason.name();
    }

    // --- going on after the end

    String retryFrom(String from) {
        if (status != RunStatus.FAILED && status != RunStatus.CANCELLED) {
            return word(Reason.ALREADY_SO);
        } else if (!workflow.steps().containsKey(from)) {
            return word(Reason.UNKNOWN_STEP);
        }
        Set<String> before = new TreeSet<>();
        addBefore(from, before);
        if (!before.stream().allMatch(this::stands)) {
            return word(Reason.TAKEN_BACK);
        }
        List<String> anew = new ArrayList<>();
        for (String name : workflow.steps().keySet()) {
            Set<String> through = new TreeSet<>(Set.of(name));
            addBefore(name, through);
            if (through.contains(from) || !through.stream().allMatch(this::stands)) {
                anew.add(name);
            }
        }
        steps.values().removeIf(step -> anew.contains(step.parent()));
        status = RunStatus.RUNNING;
        end = after(workflow.timeout());
        settle();
        return "moved";
    }

    private void addBefore(String name, Set<String> before) {
        for (String need : Objects.requireNonNull(workflow.steps().get(name)).needs()) {
            before.add(need);
            addBefore(need, before);
        }
    }

    private boolean stands(String name) {
        return status(name).isDone()
                && all().stream()
                        .noneMatch(
                                step -> step.isCompensation() && step.parent().equals(name));
    }
}
