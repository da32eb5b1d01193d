package dev.holdfast.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run under test, with a clock. Between any two requests it is written and read again, as if the process had ended
 * in between. Json is written with single quotes.
 */
final class Runner {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final Plan plan;
    Instant now = START;

    @Nullable Run run;

    List<Happening> happened = List.of();

    Runner(JsonObject definition) {
        this.plan = plan(definition);
    }

    static Runner of(String steps) {
        return new Runner(json("{'name':'w','version':'1','steps':" + steps + "}"));
    }

    static Runner started(String steps) {
        Runner runner = of(steps);
        runner.start("{}");
        return runner;
    }

    static Plan plan(JsonObject definition) {
        return switch (Plan.read(definition, new TinyRules(), Steps.unlimited())) {
            case Plan.Reading.Sound(Plan plan) -> plan;
            case Plan.Reading.Unsound(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    static JsonObject json(String text) {
        return (JsonObject) Json.parse(text.replace('\'', '"'));
    }

    static Json value(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    Runner start(String input) {
        move(new RunRequest.Start(value(input), 7, 0), "owner");
        return this;
    }

    Advance ask(RunRequest request, String actor) {
        Advance advance = RunInterpreter.decide(plan, run, request, new Principal(actor), now, Steps.unlimited());
        if (advance instanceof Advance.Moved(Run after, List<Happening> what)) {
            run = new Run((JsonObject) Json.parse(after.document().toBytes()));
            assertThat(run).isEqualTo(after);
            happened = what;
        }
        return advance;
    }

    Runner move(RunRequest request, String actor) {
        Advance advance = ask(request, actor);
        assertThat(advance).isInstanceOf(Advance.Moved.class);
        return this;
    }

    void refuse(RunRequest request, String actor, Advance.Reason reason) {
        JsonObject before = run == null ? JsonObject.EMPTY : run.document();
        Advance advance = ask(request, actor);
        assertThat(advance).isInstanceOf(Advance.Refused.class);
        Advance.Refused refused = (Advance.Refused) advance;
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.failure().hint()).isNotBlank();
        assertThat(run == null ? JsonObject.EMPTY : run.document()).isEqualTo(before);
    }

    /** Claims any of some kinds for a minute. */
    Happening.StepClaimed claim(String... work) {
        move(new RunRequest.Claim(Set.of(work), Duration.ofMinutes(1)), "worker");
        return (Happening.StepClaimed) happened.getFirst();
    }

    long token(String work) {
        return claim(work).claim().token();
    }

    Runner succeed(String step, long token, String output) {
        return move(new RunRequest.Report(step, token, new RunRequest.Result.Success(value(output))), "worker");
    }

    Runner fail(String step, long token, boolean retryable) {
        return move(report(step, token, retryable), "worker");
    }

    static RunRequest report(String step, long token, boolean retryable) {
        return new RunRequest.Report(step, token, new RunRequest.Result.Failure("broken", retryable));
    }

    static RunRequest report(String step, long token, String output) {
        return new RunRequest.Report(step, token, new RunRequest.Result.Success(value(output)));
    }

    /** Claims the only step that is ready of a kind, and reports it done. */
    Runner work(String work, String output) {
        Happening.StepClaimed claimed = claim(work);
        return succeed(claimed.step(), claimed.claim().token(), output);
    }

    /** Time passes, and all that is due is recorded. */
    Runner pass(String duration) {
        now = now.plus(Duration.parse(duration));
        return fire();
    }

    Runner fire() {
        while (run().isDue(now)) {
            move(new RunRequest.FireDue(), "system");
        }
        return this;
    }

    Run run() {
        return Objects.requireNonNull(run);
    }

    RunStatus status() {
        return run().status();
    }

    StepStatus status(String step) {
        RunStep found = run().step(step);
        return found == null ? StepStatus.PENDING : found.status();
    }

    StepFailure.@Nullable Code failure(String step) {
        StepFailure failure = Objects.requireNonNull(run().step(step)).failure();
        return failure == null ? null : failure.code();
    }

    Json output(String step) {
        return Objects.requireNonNull(Objects.requireNonNull(run().step(step)).output());
    }

    List<String> what() {
        return happened.stream()
                .map(it -> it.what() + (it.step() == null ? "" : " " + it.step()))
                .toList();
    }
}
