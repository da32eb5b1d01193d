package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.internal.workflow.RunRequest.Result;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepFailure;
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
    private static final List<Set<String>> KINDS =
            List.of(Set.of("k0"), Set.of("k1"), Set.of("k0", "k1", "undo"), Set.of("undo"), Set.of("none"));

    private final Random random;
    private final List<String> names;
    private final List<Asked> before = new ArrayList<>();
    private final List<String> children = new ArrayList<>(List.of("c0"));
    private @Nullable Asked again;

    RandomRequests(Random random, Plan plan) {
        this.random = random;
        this.names = new ArrayList<>(plan.workflow().steps().keySet());
        names.add("unknown");
    }

    private record Asked(RunRequest request, String actor) {}

    RunRequest next(Run run) {
        again = null;
        return switch (random.nextInt(24)) {
            case 0 -> random.nextBoolean() ? new RunRequest.Pause() : new RunRequest.Resume();
            case 1 -> new RunRequest.Resume();
            case 2 -> random.nextInt(3) == 0 ? new RunRequest.Cancel("enough") : claim();
            case 3 -> new RunRequest.RetryFrom(pick(names));
            case 4, 5 -> repeated();
            case 6 -> new RunRequest.SendSignal("s" + random.nextInt(3), Json.of(1));
            case 7 -> new RunRequest.FireDue();
            case 8, 9, 10, 11, 12 -> claim();
            default -> fitting(run);
        };
    }

    private RunRequest claim() {
        return new RunRequest.Claim(pick(KINDS), Duration.ofSeconds(20 + random.nextInt(40)));
    }

    private RunRequest repeated() {
        if (before.isEmpty()) {
            return claim();
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
            return claim();
        }
        RunStep step = pick(open);
        if (step.status() == StepStatus.CLAIMED || random.nextInt(8) == 0) {
            return ofWorker(step);
        } else if (step.status() == StepStatus.READY || step.child() != null) {
            return random.nextInt(3) == 0 ? claim() : ofChild(step);
        }
        return new RunRequest.Answer(step.id(), pick(List.of("yes", "no", "maybe")), null);
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
