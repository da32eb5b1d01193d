package dev.holdfast.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random definitions and requests, decided by the interpreter and by a model. Between any two requests the run is
 * written and read again. {@code -Dholdfast.seed=N} repeats one run, {@code -Dholdfast.seeds=N} tries more of them.
 */
final class WorkflowModelTest {
    /** How many runs one seed stands for. */
    private static final int RUNS = 4;

    private static final int REQUESTS = 60;

    /** How far a clock is ahead at times, in seconds. */
    private static final int FAR = 1_000_000;

    @TestFactory
    Stream<DynamicTest> run_isWhatTheModelSays() {
        Long only = Long.getLong("holdfast.seed");
        LongStream seeds = only != null
                ? LongStream.of(only)
                : new Random().longs(Long.getLong("holdfast.seeds", 40), 0, Integer.MAX_VALUE);
        return seeds.mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            Random random = new Random(seed);
            for (int i = 0; i < RUNS; i++) {
                new Trial(random).run();
            }
        }));
    }

    /** One run beside its model. */
    private static final class Trial {
        private final Random random;
        private final Plan plan;
        private final RunModel model;
        private final ModelRequests requests;
        private final RandomRequests asking;
        private final Invariants invariants;
        private Instant now = Runner.START;
        private Run run;

        Trial(Random random) {
            this.random = random;
            plan = Runner.plan(new RandomWorkflow(random).definition());
            RunRequest start = new RunRequest.Start(Json.of(1), 1, 0);
            Advance.Moved started = (Advance.Moved) decide(null, start, "owner");
            run = started.run();
            model = new RunModel(plan.workflow(), now);
            requests = new ModelRequests(model);
            asking = new RandomRequests(random, plan);
            invariants = new Invariants(plan);
            invariants.started(started);
            compare("start");
        }

        private Advance decide(@Nullable Run at, RunRequest request, String actor) {
            return RunInterpreter.decide(plan, at, request, new Principal(actor), now, Steps.unlimited());
        }

        void run() {
            for (int i = 0; i < REQUESTS; i++) {
                tick();
                while (run.isDue(now) && random.nextInt(8) != 0) {
                    ask(new RunRequest.FireDue(), "system");
                }
                RunRequest request = asking.next(run);
                ask(request, asking.actor(run, request));
            }
        }

        /** The clock goes on; at times it jumps forward, back a little, or far ahead and back again. */
        private void tick() {
            now = switch (random.nextInt(20)) {
                case 0 -> now.plusSeconds(30 + random.nextInt(100));
                case 1 -> now.minusSeconds(random.nextInt(30));
                case 2 -> random.nextInt(4) == 0 ? now.plusSeconds(FAR) : now;
                case 3 -> now.isAfter(Runner.START.plusSeconds(FAR / 2)) ? now.minusSeconds(FAR) : now;
                default -> now.plusMillis(random.nextInt(8_000));
            };
        }

        private void ask(RunRequest request, String actor) {
            Run before = run;
            Advance advance = decide(run, request, actor);
            String claimed = null;
            if (advance instanceof Advance.Moved(Run after, List<Happening> happened)) {
                run = new Run((JsonObject) Json.parse(after.document().toBytes()));
                assertThat(run).as("written and read again").isEqualTo(after);
                claimed = happened.stream()
                        .filter(Happening.StepClaimed.class::isInstance)
                        .map(Happening::step)
                        .findFirst()
                        .orElse(null);
            }
            invariants.check(before, request, advance);
            assertThat(word(advance))
                    .as("%s by %s", request, actor)
                    .isEqualTo(requests.ask(request, actor, now, claimed));
            compare(request.toString());
            asking.saw(request, actor, advance);
        }

        private static String word(Advance advance) {
            return switch (advance) {
                case Advance.Moved moved -> "moved";
                case Advance.Repeated repeated -> "repeated";
                case Advance.Refused refused -> refused.reason().name();
            };
        }

        private void compare(String after) {
            Map<String, String> expected = new TreeMap<>();
            model.steps.forEach((id, step) -> expected.put(
                    id,
                    line(step.status, step.attempt, step.status == StepStatus.CLAIMED ? step.token : 0, step.due())));
            Map<String, String> actual = new TreeMap<>();
            run.steps()
                    .forEach(
                            (id, step) -> actual.put(id, line(step.status(), step.attempt(), token(step), step.due())));
            assertThat(actual).as(after).isEqualTo(expected);
            assertThat(run.status()).as(after).isEqualTo(model.status);
            assertThat(run.isPaused()).as(after).isEqualTo(model.paused);
            assertThat(run.waitsFor(100)).as(after).isEqualTo(requests.waitsFor());
            assertThat(run.isDue(now)).as(after).isEqualTo(model.firstDue(now) != null);
            assertThat(run.nextDue())
                    .as(after)
                    .isEqualTo(model.dues().values().stream()
                            .min(Instant::compareTo)
                            .orElse(null));
        }

        private static long token(RunStep step) {
            return step.claim() == null
                    ? 0
                    : Objects.requireNonNull(step.claim()).token();
        }

        private static String line(StepStatus status, int attempt, long token, @Nullable Instant due) {
            return status + " attempt " + attempt + " token " + token + " due " + due;
        }
    }

    /** In whatever order the same reports come in, the run ends the same. */
    @TestFactory
    Stream<DynamicTest> run_endsTheSameInWhateverOrderEqualReportsComeIn() {
        return new Random()
                .longs(40, 0, Integer.MAX_VALUE)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
                    Map<String, Json> first = ends(seed, 1);
                    assertThat(ends(seed, 2)).isEqualTo(first);
                    assertThat(ends(seed, 3)).isEqualTo(first);
                }));
    }

    /** Works a run to its end, with results that depend on the step and the attempt alone, in an order by chance. */
    private static Map<String, Json> ends(long seed, long order) {
        Runner runner = new Runner(new RandomWorkflow(new Random(seed)).definition());
        runner.start("1");
        Random random = new Random(order);
        while (!runner.status().isEnd()) {
            List<RunRequest> possible = new Workers(runner.plan, runner.run()).possible();
            if (possible.isEmpty()) {
                runner.now = Objects.requireNonNull(runner.run().nextDue());
                runner.fire();
            } else {
                runner.move(possible.get(random.nextInt(possible.size())), "p0");
            }
        }
        Map<String, Json> ends = new TreeMap<>();
        ends.put("run", Json.of(runner.status().wire()));
        runner.run()
                .steps()
                .forEach((id, step) -> ends.put(
                        id, JsonObject.of("status", Json.of(step.status().wire()), "output", Workers.output(step))));
        return new TreeMap<>(ends);
    }
}
