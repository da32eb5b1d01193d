package dev.holdfast.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.internal.workflow.Advance.Reason;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.JsonObject;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a run shares with others, and what becomes of that in a fork. */
final class ForkedRunTest {
    private static final String CHILD = "{'c':{'kind':'workflow','workflow':'w'}}";

    private static Run forked(Runner runner) {
        return RunInterpreter.forked(runner.plan, Objects.requireNonNull(runner.run), runner.now, Steps.unlimited());
    }

    @Test
    void fork_wantsItsChildRunsAnew() {
        Runner runner = Runner.started(CHILD);
        runner.move(new RunRequest.ChildStarted("c", "st_x"), "holdfast");
        Run fork = forked(runner);
        RunStep step = Objects.requireNonNull(fork.step("c"));
        assertThat(step.status()).isEqualTo(StepStatus.READY);
        assertThat(step.child()).isNull();
        assertThat(step.attempt()).isZero();
        assertThat(fork.waitingFor(Run.CHILD_START)).containsExactly("c");
    }

    @Test
    void fork_endsWhatItsSourceWantedNoMore() {
        Runner runner = Runner.started(CHILD);
        runner.move(new RunRequest.ChildStarted("c", "st_x"), "holdfast");
        runner.move(new RunRequest.Cancel(null), "owner");
        assertThat(forked(runner).status()).isEqualTo(RunStatus.CANCELLED);
    }

    @Test
    void childRun_thatEndedWaitsUntilItsParentWasTold() {
        Runner runner = Runner.of("{'a':{}}");
        runner.move(new RunRequest.Start(JsonObject.EMPTY, 1, 1, new Run.Parent("st_p", "c")), "owner");
        assertThat(Objects.requireNonNull(runner.run).waitsFor(9)).containsExactly("work:a");
        runner.move(new RunRequest.Cancel(null), "owner");
        assertThat(Objects.requireNonNull(runner.run).waitsFor(9)).containsExactly(Run.CHILD_END);
        assertThat(forked(runner).waitsFor(9)).isEmpty();
        runner.move(new RunRequest.ParentTold(), "holdfast");
        assertThat(Objects.requireNonNull(runner.run).waitsFor(9)).isEmpty();
        runner.refuse(new RunRequest.ParentTold(), "holdfast", Reason.ALREADY_SO);
    }
}
