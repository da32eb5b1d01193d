package dev.holdfast.rules.machine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.internal.machine.Chart;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.MachineProblem;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random machines and events, through Holdfast and through XState. {@code -Dholdfast.machines=N} runs N machines,
 * {@code -Dholdfast.seed=N} begins with that seed.
 */
final class XStateTest {
    private static final int MACHINES = Integer.getInteger("holdfast.machines", 40);
    private static final long FIRST = Long.getLong("holdfast.seed", 1);

    /** Those that once found a difference, and are beyond what a normal build runs. */
    private static final List<Long> FORMER = List.of(1999L, 2757L, 2826L);

    private static final int STEPS = 25;
    private static final RuleCompiler RULES = new RememberingRules();

    private static final Json ENDLESS = JsonObject.of("failed", Json.of(true));

    private record Case(long seed, RandomMachine.Made made, Chart chart, JsonArray steps, JsonArray alphabet) {
        String input() {
            return JsonObject.of("machine", made.json(), "steps", steps, "alphabet", alphabet)
                    .toString();
        }
    }

    @Test
    void machines_doWhatXStateDoes() {
        Path modules = Npm.modules();
        List<Case> cases = LongStream.concat(
                        FORMER.stream().mapToLong(seed -> seed), LongStream.range(FIRST, FIRST + MACHINES))
                .mapToObj(XStateTest::example)
                .flatMap(Optional::stream)
                .toList();
        assertThat(cases.size()).as("usable machines").isGreaterThanOrEqualTo(MACHINES * 9 / 10);
        List<String> inputs = cases.stream().map(Case::input).toList();
        List<String> ordered = Npm.node("xstate.mjs", List.of(modules.toString(), "scxml"), inputs);
        List<String> plain = Npm.node("xstate.mjs", List.of(modules.toString(), "xstate"), inputs);
        List<Long> reordered = new ArrayList<>();
        int endless = 0;
        int steps = 0;
        for (int i = 0; i < cases.size(); i++) {
            Case one = cases.get(i);
            List<Json> theirs =
                    ((JsonArray) Json.parse(ordered.get(i))).stream().toList();
            int most = theirs.size() - (theirs.contains(ENDLESS) ? 1 : 0);
            requireSame(one, ours(one, most), theirs);
            endless += theirs.contains(ENDLESS) ? 1 : 0;
            steps += theirs.size();
            if (!plain.get(i).equals(ordered.get(i))) {
                reordered.add(one.seed());
            }
        }
        assertThat(endless).as("machines that never rest").isLessThan(MACHINES / 2 + 5);
        assertThat(steps).as("steps").isGreaterThan(5 * MACHINES);
        assertThat(reordered.size())
                .as("where only XState's own order differs: " + reordered)
                .isLessThan(MACHINES / 5 + 5);
    }

    /** A store keeps the canonical form, in which members have lost the order of the author. */
    @Test
    void machines_areTheSameOnceTheyAreStored() {
        for (long seed = FIRST; seed < FIRST + 200; seed++) {
            Machine given = Machine.of(RandomMachine.of(seed).json());
            Machine stored = Machine.of((JsonObject) Json.parse(given.toJson().toCanonical()));
            assertThat(stored.toJson())
                    .as("seed " + seed)
                    .hasToString(given.toJson().toString());
        }
    }

    private static List<Json> ours(Case one, int most) {
        try {
            return new Trace(one.chart(), one.made(), one.alphabet()).run(one.steps(), most);
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + one.seed() + ": " + one.made().json(), e);
        }
    }

    /** The same after every step, up to where XState would go on without end. */
    private static void requireSame(Case one, List<Json> ours, List<Json> theirs) {
        assertThat(theirs).as("seed " + one.seed()).hasSizeLessThanOrEqualTo(STEPS + 1);
        for (int step = 0; step < theirs.size() && !theirs.get(step).equals(ENDLESS); step++) {
            assertThat(ours.get(step))
                    .as(
                            "seed %d, after step %d (%s) of %s",
                            one.seed(),
                            step,
                            step == 0 ? "start" : one.steps().get(step - 1),
                            one.made().json())
                    .isEqualTo(theirs.get(step));
        }
    }

    /** A machine without problems, with steps for it; empty if chance made none. */
    private static Optional<Case> example(long seed) {
        RandomMachine.Made made = RandomMachine.of(seed);
        List<MachineProblem> problems = problems(made);
        boolean onlyUnreachable =
                problems.stream().allMatch(problem -> problem.kind() == MachineProblem.Kind.UNREACHABLE);
        for (int i = 0; i < 20 && !problems.isEmpty() && onlyUnreachable; i++) {
            made = made.leadingTo(problems.stream().map(XStateTest::path).toList());
            problems = problems(made);
        }
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        Random random = new Random(seed * 31);
        return Optional.of(new Case(seed, made, chart(made), steps(made, random), alphabet(made)));
    }

    private static List<MachineProblem> problems(RandomMachine.Made made) {
        return Chart.problems(Machine.of(made.json()), RULES, Steps.unlimited());
    }

    /** From {@code /states/a/states/b} to {@code a.b}. */
    private static String path(MachineProblem problem) {
        List<String> names = new ArrayList<>();
        List<String> tokens = JsonPointer.parse(problem.at()).tokens();
        for (int i = 1; i < tokens.size(); i += 2) {
            names.add(tokens.get(i));
        }
        return String.join(".", names);
    }

    private static Chart chart(RandomMachine.Made made) {
        return Chart.of(Machine.of(made.json()), RULES, Steps.unlimited());
    }

    private static JsonArray alphabet(RandomMachine.Made made) {
        List<Json> events = new ArrayList<>();
        for (String event : RandomMachine.EVENTS) {
            events.add(JsonObject.of("type", Json.of(event), "n", Json.of(0)));
            events.add(JsonObject.of("type", Json.of(event), "n", Json.of(3)));
        }
        for (String event : requireNonNull(made.json().object("on")).keys()) {
            if (event.startsWith("to ")) {
                events.add(JsonObject.of("type", Json.of(event), "n", Json.of(0)));
            }
        }
        return JsonArray.copyOf(events);
    }

    private static JsonArray steps(RandomMachine.Made made, Random random) {
        JsonArray events = alphabet(made);
        List<Json> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(
                    random.nextInt(5) == 0
                            ? JsonObject.of("wait", Json.of(5L * random.nextInt(8)))
                            : JsonObject.of("send", events.get(random.nextInt(events.size()))));
        }
        return JsonArray.copyOf(steps);
    }
}
