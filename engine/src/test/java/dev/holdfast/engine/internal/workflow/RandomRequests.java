package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.internal.workflow.RunRequest.Result;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests by chance: mostly those that fit the run, and often old ones again. */
final class RandomRequests {
    /** Ids that no step has. */
    private static final List<String> HOSTILE = List.of(
            "",
            "[",
            "[0]",
            "x[",
            "x]0[",
            "x[x]",
            "x[99999999999]",
            "x[-1]",
            "compensate:",
            "compensate:compensate:x",
            "\0");

    private static final List<Set<String>> KINDS =
            List.of(Set.of("k0"), Set.of("k1"), Set.of("k0", "k1", "undo"), Set.of("undo"), Set.of("none"));

    private final Random random;
    private final Plan plan;
    private final List<String> names;
    private final List<Asked> before = new ArrayList<>();
    private final List<String> children = new ArrayList<>(List.of("c0"));
    private @Nullable Asked again;

    RandomRequests(Random random, Plan plan) {
        this.random = random;
        this.plan = plan;
        this.names = new ArrayList<>(plan.workflow().steps().keySet());
        names.add("unknown");
        names.addAll(HOSTILE);
    }

    private record Asked(RunRequest request, String actor) {}

    RunRequest next(Run run) {
        again = null;
        if (random.nextInt(3) == 0 && run.isPaused()) {
            return new RunRequest.Resume();
        } else if (random.nextInt(3) == 0 && run.status().isEnd()) {
            return new RunRequest.RetryFrom(pick(names));
        }
        return switch (random.nextInt(24)) {
            case 0 -> random.nextBoolean() ? new RunRequest.Pause() : new RunRequest.Resume();
            case 1 -> random.nextInt(4) == 0 ? new RunRequest.Cancel("enough") : claim(run);
            case 2 -> random.nextInt(4) == 0 ? new RunRequest.RetryFrom(pick(names)) : claim(run);
            case 3, 4 -> repeated(run);
            case 5 -> new RunRequest.SendSignal("s" + random.nextInt(3), Json.of(1));
            case 6 -> new RunRequest.FireDue();
            case 7, 8, 9, 10 -> claim(run);
            default -> fitting(run);
        };
    }

    private RunRequest claim(Run run) {
        List<Set<String>> wanted = run.waitsFor(100).stream()
                .filter(what -> what.startsWith("work:"))
                .map(what -> Set.of(what.substring("work:".length())))
                .toList();
        Set<String> kinds = wanted.isEmpty() || random.nextInt(4) == 0 ? pick(KINDS) : pick(wanted);
        return new RunRequest.Claim(kinds, Duration.ofSeconds(20 + random.nextInt(40)));
    }

    private RunRequest repeated(Run run) {
        if (before.isEmpty()) {
            return claim(run);
        }
        again = pick(before);
        return again.request();
    }

    /** Something that a step waits for, whichever comes first; with a token that may be another's. */
    private RunRequest fitting(Run run) {
        List<RunStep> open = run.steps().values().stream()
                .filter(step -> !step.status().isEnd() || random.nextInt(6) == 0)
                .toList();
        if (open.isEmpty()) {
            return claim(run);
        }
        if (random.nextInt(12) == 0) {
            return hostile();
        }
        RunStep step = pick(open);
        if (step.status() == StepStatus.CLAIMED || random.nextInt(8) == 0) {
            return ofWorker(step);
        } else if (step.status() == StepStatus.READY || step.child() != null) {
            return isChild(step) || random.nextInt(8) == 0 ? ofChild(step) : claim(run);
        } else if (step.status() == StepStatus.WAITING && kind(step) instanceof StepKind.Signal signal) {
            return new RunRequest.SendSignal(signal.name(), Json.of(1));
        }
        return new RunRequest.Answer(step.id(), pick(List.of("yes", "no", "maybe")), null);
    }

    private RunRequest hostile() {
        String id = pick(names) + pick(HOSTILE);
        return switch (random.nextInt(5)) {
            case 0 -> new RunRequest.Heartbeat(id, random.nextInt(3));
            case 1 -> new RunRequest.Report(id, random.nextInt(3), new Result.Success(JsonNull.NULL));
            case 2 -> new RunRequest.Answer(id, "yes", null);
            case 3 -> new RunRequest.ChildStarted(id, "c0");
            default -> new RunRequest.ChildEnded(id, "c0", JsonNull.NULL, null);
        };
    }

    private boolean isChild(RunStep step) {
        return kind(step) instanceof StepKind.Child;
    }

    private StepKind kind(RunStep step) {
        return plan.of(step.id()).kind();
    }

    private RunRequest ofWorker(RunStep step) {
        long token = step.claim() == null ? random.nextInt(5) : step.claim().token();
        long shown = random.nextInt(10) == 0 ? token - 1 : token;
        return switch (random.nextInt(4)) {
            case 0 -> new RunRequest.Heartbeat(step.id(), shown);
            case 1 ->
                new RunRequest.Report(
                        step.id(), shown, new Result.Failure("m" + random.nextInt(2), random.nextInt(4) != 0));
            default -> new RunRequest.Report(step.id(), shown, new Result.Success(Json.of(random.nextInt(2))));
        };
    }

    private RunRequest ofChild(RunStep step) {
        if (step.status() == StepStatus.READY) {
            children.add("c" + children.size());
            return new RunRequest.ChildStarted(step.id(), random.nextInt(4) == 0 ? pick(children) : children.getLast());
        }
        String child = step.child() == null || random.nextInt(8) == 0 ? pick(children) : step.child();
        StepFailure failure = random.nextInt(3) == 0 ? new StepFailure(StepFailure.Code.CHILD, "it failed") : null;
        return new RunRequest.ChildEnded(step.id(), child, JsonNull.NULL, failure);
    }

    /** Who asks: mostly the one who may. */
    String actor(Run run, RunRequest request) {
        if (again != null) {
            return again.actor();
        }
        String step = switch (request) {
            case RunRequest.Report report -> report.step();
            case RunRequest.Heartbeat heartbeat -> heartbeat.step();
            default -> "";
        };
        RunStep held = run.step(step);
        return held != null && held.claim() != null && random.nextInt(10) != 0
                ? held.claim().by()
                : "p" + random.nextInt(2);
    }

    void saw(RunRequest request, String actor, Advance advance) {
        boolean once = request instanceof RunRequest.Claim || request instanceof RunRequest.FireDue;
        if (!once && advance instanceof Advance.Moved) {
            before.add(new Asked(request, actor));
        }
        if (advance instanceof Advance.Moved moved) {
            moved.happened().stream()
                    .filter(Happening.StepClaimed.class::isInstance)
                    .map(Happening.StepClaimed.class::cast)
                    .forEach(claimed -> before.add(new Asked(
                            new RunRequest.Report(
                                    claimed.step(), claimed.claim().token(), new Result.Success(Json.of(1))),
                            actor)));
        }
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
