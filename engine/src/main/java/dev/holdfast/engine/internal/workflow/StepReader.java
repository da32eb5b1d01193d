package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.NearestName;
import dev.holdfast.engine.workflow.RetryPolicy;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.WorkflowStep;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a definition: those that have a name, what is done for an item, and what takes a step back. */
final class StepReader {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Set<String> ANY = Set.of("kind", "needs", "when", "compensate");
    private static final Set<String> TRIED = Set.of("input", "retry", "timeout", "total_timeout");
    private static final Set<String> RETRY = Set.of("max_attempts", "backoff", "factor", "max_delay", "jitter");
    private static final List<String> YES_OR_NO = List.of("yes", "no");

    private StepReader() {}

    static WorkflowStep read(String name, Part part) {
        return step(name, part, kind(name, part), Set.of());
    }

    private static WorkflowStep body(String name, Part part) {
        if ("for_each".equals(part.json().string("kind"))) {
            part.problem("kind", "An item has no items of its own; start a child run for each that has.");
            return step(name, part, new StepKind.Task(name, null), Set.of("needs"));
        }
        return step(name, part, kind(name, part), Set.of("needs"));
    }

    private static WorkflowStep compensation(String name, Part part) {
        String kind = part.json().string("kind");
        if (kind != null && !kind.equals("task")) {
            part.problem("kind", "A step is taken back by a task.");
        }
        return step(name, part, task(name, part), Set.of("needs", "when", "compensate"));
    }

    private static WorkflowStep step(String name, Part part, StepKind kind, Set<String> without) {
        part.only(members(kind, without));
        Part compensate = without.contains("compensate") ? null : part.part("compensate");
        return new WorkflowStep(
                name,
                needs(part),
                part.expression("when"),
                kind,
                DefinitionReader.mapping(part, "input"),
                retry(part),
                part.duration("timeout", SHORTEST),
                part.duration("total_timeout", SHORTEST),
                compensate == null ? null : compensation(name, compensate));
    }

    private static Set<String> members(StepKind kind, Set<String> without) {
        Set<String> members = new HashSet<>(ANY);
        members.addAll(
                switch (kind) {
                    case StepKind.Task task -> Set.of("work", "heartbeat");
                    case StepKind.Approval approval -> Set.of("text", "of", "choices", "default", "timeout", "input");
                    case StepKind.Sleep sleep -> Set.of("for", "until", "signal");
                    case StepKind.Signal signal -> Set.of("signal", "timeout");
                    case StepKind.ForEach forEach -> Set.of("items", "max_concurrency", "do", "timeout");
                    case StepKind.Child child -> Set.of("workflow", "version");
                });
        if (kind instanceof StepKind.Task || kind instanceof StepKind.Child) {
            members.addAll(TRIED);
        }
        members.removeAll(without);
        return members;
    }

    private static StepKind kind(String name, Part part) {
        String kind = part.has("kind") ? part.text("kind", 100) : "task";
        return switch (kind) {
            case "task", "" -> task(name, part);
            case "approval" -> approval(part);
            case "wait" -> waiting(part);
            case "for_each" -> forEach(name, part);
            case "workflow" -> new StepKind.Child(part.name("workflow"), part.optionalName("version"));
            default -> {
                List<String> kinds = List.of("task", "approval", "wait", "for_each", "workflow");
                part.problem("kind", "The kinds are " + String.join(", ", kinds) + "." + NearestName.hint(kind, kinds));
                yield task(name, part);
            }
        };
    }

    private static StepKind task(String name, Part part) {
        String work = part.optionalName("work");
        return new StepKind.Task(work == null ? name : work, part.duration("heartbeat", SHORTEST));
    }

    private static StepKind approval(Part part) {
        List<String> given = part.texts("choices", Bounds.CHOICES, Bounds.CHOICE);
        List<String> choices = given == null ? YES_OR_NO : given;
        if (choices.isEmpty() || Set.copyOf(choices).size() < choices.size()) {
            part.problem("choices", "There is at least one choice, and none is there twice.");
        }
        String otherwise = part.optionalText("default", Bounds.CHOICE);
        if (otherwise != null && !choices.contains(otherwise)) {
            part.problem("default", "This is none of the choices." + NearestName.hint(otherwise, choices));
        } else if (otherwise != null && !part.has("timeout")) {
            part.problem("default", "A default counts when the time is over: give a timeout.");
        }
        return new StepKind.Approval(
                part.text("text", Bounds.QUESTION), part.optionalText("of", Bounds.PRINCIPAL), choices, otherwise);
    }

    private static StepKind waiting(Part part) {
        long given =
                List.of("for", "until", "signal").stream().filter(part::has).count();
        if (given != 1) {
            part.findings().add(part.at(), "A wait has one of for, until and signal.");
        }
        String signal = part.optionalName("signal");
        return signal != null
                ? new StepKind.Signal(signal)
                : new StepKind.Sleep(part.duration("for", SHORTEST), part.expression("until"));
    }

    private static StepKind forEach(String name, Part part) {
        Part body = part.part("do");
        if (body == null) {
            part.findings().add(part.at(), "The member do is missing: the step that is done for each item.");
        }
        return new StepKind.ForEach(
                part.text("items", Bounds.DEFINITION_BYTES),
                (int) part.integer("max_concurrency", 1, Bounds.ITEMS, 10),
                body == null ? none(name) : body(name, body));
    }

    /** Stands in for a step that is missing, which is a problem already. */
    private static WorkflowStep none(String name) {
        return new WorkflowStep(
                name,
                Collections.emptySortedSet(),
                null,
                new StepKind.Task(name, null),
                null,
                RetryPolicy.ONCE,
                null,
                null,
                null);
    }

    private static SortedSet<String> needs(Part part) {
        List<String> needs = part.texts("needs", Bounds.STEPS, 64);
        return needs == null ? Collections.emptySortedSet() : new TreeSet<>(needs);
    }

    private static RetryPolicy retry(Part part) {
        Part retry = part.part("retry");
        if (retry == null) {
            return RetryPolicy.ONCE;
        }
        retry.only(RETRY);
        Duration backoff = retry.duration("backoff", Duration.ZERO);
        @Nullable Duration maxDelay = retry.duration("max_delay", SHORTEST);
        return new RetryPolicy(
                (int) retry.integer("max_attempts", 1, Bounds.ATTEMPTS, 3),
                backoff == null ? Duration.ofSeconds(1) : backoff,
                retry.number("factor", 1, 100, 2),
                maxDelay,
                retry.number("jitter", 0, 1, 0));
    }
}
