package dev.holdfast.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What must hold of every run, told from what happens alone. */
final class Invariants {
    private final Plan plan;
    private final Set<Long> reported = new HashSet<>();
    private final List<String> succeeded = new ArrayList<>();
    private final Set<String> takenBack = new HashSet<>();
    private long token;

    Invariants(Plan plan) {
        this.plan = plan;
    }

    void started(Advance.Moved moved) {
        moved.happened().forEach(what -> check(moved.run(), what));
    }

    void check(Run before, RunRequest request, Advance advance) {
        boolean retries = request instanceof RunRequest.RetryFrom;
        if (!(advance instanceof Advance.Moved(Run after, List<Happening> happened))) {
            return;
        }
        assertThat(before.status().isEnd())
                .as("a run that ended changes only by a retry")
                .isEqualTo(retries);
        if (request instanceof RunRequest.Report report) {
            assertThat(reported.add(report.token()))
                    .as("a report is taken once")
                    .isTrue();
        }
        if (retries) {
            succeeded.removeIf(id -> after.step(id) == null);
            takenBack.removeIf(id -> after.step(id) == null);
        }
        happened.forEach(what -> check(after, what));
    }

    private void check(Run after, Happening what) {
        switch (what) {
            case Happening.StepClaimed claimed -> {
                assertThat(claimed.claim().token()).as("tokens are dense").isEqualTo(++token);
                assertThat(claimed.attempt())
                        .as("attempts are bounded")
                        .isLessThanOrEqualTo(
                                plan.of(claimed.step()).step().retry().maxAttempts());
            }
            case Happening.StepSucceeded(String step, var output) -> succeeded.add(step);
            case Happening.StepReady(String step, String work) -> ready(after, new RunStep(step, after.document()));
            default -> {}
        }
    }

    private void ready(Run after, RunStep step) {
        if (step.isCompensation()) {
            takesBack(step.target(), step.id());
        } else {
            Set<String> needs = Objects.requireNonNull(plan.workflow().steps().get(step.name()))
                    .needs();
            assertThat(needs).as("needs are respected").allMatch(need -> isDone(after, need));
        }
    }

    private static boolean isDone(Run after, String need) {
        RunStep step = after.step(need);
        return step != null && step.status().isDone();
    }

    /** Everything that succeeded later and can be taken back was taken back before, or was tried to be. */
    private void takesBack(String target, String id) {
        if (takenBack.add(id)) {
            List<String> later = succeeded.subList(succeeded.lastIndexOf(target) + 1, succeeded.size());
            assertThat(later)
                    .as("what was done last is taken back first")
                    .allMatch(other -> other.startsWith("compensate:")
                            || plan.of(other).compensation() == null
                            || takenBack.contains(RunStep.compensationOf(other)));
        }
    }
}
