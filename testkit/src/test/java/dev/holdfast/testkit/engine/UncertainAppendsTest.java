package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.Written;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.LossyLog;
import dev.holdfast.testkit.Seeds;
import dev.holdfast.testkit.ShardedMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Several engines on one store that loses calls and answers, and stores some of what was lost later. Whatever a caller
 * is told of a command is true: it was carried out once, or it never is.
 */
final class UncertainAppendsTest {
    private static final int TROUBLE = 35;
    private static final Principal OWNER = Principal.local("test");

    /** One call and what came of it: an answer, or a failure. */
    private record Told(
            int state,
            String tag,
            Write write,
            @Nullable Written answer,
            @Nullable Failure failure) {
        boolean hasId() {
            return write.commandId() != null;
        }

        boolean isUnknown() {
            return failure != null && Json.of("unknown").equals(failure.facts().get("outcome"));
        }
    }

    /** One caller at a time, so that a seed repeats: appends of one command alone. */
    @TestFactory
    Stream<DynamicTest> command_alone_isToldTheTruth() {
        return Seeds.tests(150, seed -> check(seed, 1, 8));
    }

    /** Many callers, so that commands share groups. */
    @TestFactory
    Stream<DynamicTest> commands_inGroups_areToldTheTruth() {
        return Seeds.tests(40, seed -> check(seed, 8, 6));
    }

    private static void check(long seed, int callers, int calls) {
        Random random = new Random(seed);
        ShardedMemory storage = new ShardedMemory(1 + random.nextInt(4));
        List<LossyLog> logs = IntStream.range(0, 3)
                .mapToObj(i -> new LossyLog(storage.client(), random, TROUBLE))
                .toList();
        List<Holdfast> engines =
                logs.stream().map(log -> Holdfast.on(log).timersByHand().open()).toList();
        try (Holdfast calm = Holdfast.on(storage.client()).timersByHand().open()) {
            List<String> states = Stream.generate(() -> calm.as(OWNER)
                            .open(StateSpec.unnamed())
                            .state()
                            .handle()
                            .value())
                    .limit(2)
                    .toList();
            List<Told> told = new ArrayList<>();
            logs.forEach(LossyLog::storm);
            Crowd.runOnPlatformThreads(
                            callers, caller -> call(new Random(seed + caller), caller, calls, engines, states))
                    .forEach(told::addAll);
            logs.forEach(LossyLog::calm);
            told.forEach(call -> compare(call, calm.as(OWNER).state(states.get(call.state()))));
            told.stream()
                    .filter(Told::isUnknown)
                    .filter(Told::hasId)
                    .forEach(call -> retry(call, engines.getLast(), states));
            assertThat(calm.verify(Progress.NONE).damages()).isEmpty();
        } finally {
            engines.forEach(Holdfast::close);
        }
    }

    private static List<Told> call(Random random, int caller, int calls, List<Holdfast> engines, List<String> states) {
        List<Told> told = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            int at = random.nextInt(states.size());
            String tag = caller + "/" + call;
            Write.Builder write = Write.builder().append("tags", Json.of(tag));
            if (random.nextBoolean()) {
                write.commandId(tag); // without an id it is the hashes alone that tell
            }
            State state = engines.get(random.nextInt(engines.size())).as(OWNER).state(states.get(at));
            told.add(tell(at, tag, write.build(), state));
        }
        return told;
    }

    private static Told tell(int at, String tag, Write write, State state) {
        try {
            return new Told(at, tag, write, state.write(write), null);
        } catch (HoldfastException e) {
            assertThat(e.failure().code()).as(tag).isEqualTo(Failure.Code.UNAVAILABLE);
            return new Told(at, tag, write, null, e.failure());
        } catch (StoreUnavailableException e) {
            // Something could not be read, before the command was sent or after.
            JsonObject facts = JsonObject.of("outcome", Json.of("unknown"));
            return new Told(at, tag, write, null, new Failure(Failure.Code.UNAVAILABLE, facts, "a read failed"));
        }
    }

    private static void compare(Told call, State state) {
        int times = times(call.tag(), state);
        if (call.answer() != null) {
            assertThat(times).as(call.tag()).isEqualTo(1);
            assertThat(call.answer().replayed()).as(call.tag()).isFalse();
            assertThat(state.at(call.answer().revision()).document().get("tags"))
                    .as("what the answer to " + call.tag() + " names")
                    .isInstanceOfSatisfying(
                            JsonArray.class,
                            tags -> assertThat(tags.get(tags.size() - 1)).isEqualTo(Json.of(call.tag())));
        } else if (call.isUnknown()) {
            assertThat(times).as(call.tag()).isLessThanOrEqualTo(1);
        } else {
            assertThat(times).as(call.tag() + ": " + call.failure()).isZero();
        }
    }

    private static void retry(Told call, Holdfast engine, List<String> states) {
        State state = engine.as(OWNER).state(states.get(call.state()));
        int before = times(call.tag(), state);
        assertThat(state.write(call.write()).replayed()).isEqualTo(before == 1);
        assertThat(times(call.tag(), state)).isEqualTo(1);
    }

    private static int times(String tag, State state) {
        Json tags = state.read().document().get("tags");
        return tags instanceof JsonArray array
                ? (int) array.stream().filter(Json.of(tag)::equals).count()
                : 0;
    }
}
