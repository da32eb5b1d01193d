package dev.holdfast.testkit.engine;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.testkit.ManualTime;
import dev.holdfast.testkit.RandomWrites;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Random commands that are the same in every build: clock, ids and choices come from a seed. So what a version answers
 * and stores can be recorded, and held against what later versions do.
 */
public final class SeededRun implements AutoCloseable {
    private static final Principal OWNER = Principal.local("seeded \"owner\" \u00e9\ud83d\ude00");
    private static final String FRIEND = "https://issuer.example#friend";

    private final Random random = new Random(20_261_130);
    private final ManualTime time = new ManualTime();
    private final Holdfast holdfast;
    private final List<State> states = new ArrayList<>();
    private int ops;

    /** Opens an engine on a store without commits, and closes both in the end. */
    public SeededRun(CommitLog log) {
        holdfast = Holdfast.on(log)
                .clock(time)
                .random(new Random(1))
                .removalPause(Duration.ZERO)
                .timersByHand()
                .open();
    }

    /** Sends so many commands and tells the answers, one text each. */
    public List<String> commands(int count) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(answer(this::command));
        }
        return answers;
    }

    private static String answer(Supplier<Object> command) {
        try {
            return command.get().toString();
        } catch (HoldfastException e) {
            return e.failure().toString();
        }
    }

    private Object command() {
        time.pass(Duration.ofMillis(random.nextInt(3_000)));
        if (states.size() < 4 || random.nextInt(40) == 0) {
            return open();
        }
        State state = states.get(random.nextInt(states.size()));
        return switch (random.nextInt(24)) {
            case 0 -> state.undo(Undo.last(1 + random.nextInt(2)).commandId(op()));
            case 1 -> state.undo(Undo.redo(1));
            case 2 -> state.undo(Undo.restore(1 + random.nextInt(4)).commandId(op()));
            case 3 -> leased(state);
            case 4 -> state.share(FRIEND, random.nextBoolean() ? Access.READ : Access.WRITE, op());
            case 5 -> state.write(w -> w.set("kept", 1).set("timed", Json.of("x"), Duration.ofSeconds(2)));
            case 6 ->
                state.write(
                        w -> w.increment("n", 3).delay(Duration.ofSeconds(4)).note("later"));
            case 7 ->
                state.write(w -> w.set("a", 1).ifRevision(random.nextInt(12)).commandId(op()));
            case 8 -> state.write(w -> w.set("a", 2).ifRevision("a", random.nextInt(12)));
            case 9 -> fork(state);
            case 10 -> relabel(state);
            case 11 -> state.write(strange());
            case 12 -> late(state);
            case 13 ->
                random.nextInt(4) == 0
                        ? state.close(op())
                        : holdfast.as(OWNER)
                                .open(StateSpec.handle(state.handle().value()))
                                .created();
            default -> state.write(plain(state));
        };
    }

    private String open() {
        Json data =
                Json.parse("{\"l\":[1,\"two\",null],\"n\":12345678901234567890.50,\"\u00e9/~\":{\"b\":true,\"a\":{}}}");
        StateSpec spec = switch (random.nextInt(3)) {
            case 0 -> StateSpec.named("team/" + states.size()).labels(Map.of("k", "v\"" + states.size()));
            case 1 -> StateSpec.session().idleTtl(Duration.ofHours(2));
            default -> StateSpec.unnamed();
        };
        State state = holdfast.as(OWNER)
                .open(spec.data((JsonObject) data).commandId(op()))
                .state();
        states.add(state);
        return state.handle().value();
    }

    private Object leased(State state) {
        Lease lease = state.lease("editor", Duration.ofSeconds(3));
        state.write(w -> w.set("leased", lease.token()).lease("editor", lease.token()));
        return random.nextBoolean() ? lease : state.lease(LeaseRequest.release("editor", lease.token()));
    }

    private Object fork(State state) {
        State draft = holdfast.as(OWNER)
                .open(StateSpec.unnamed().fork(Fork.of(state.handle())))
                .state();
        draft.write(w -> w.set("drafted", ops).delete("n"));
        return state.merge(Merge.from(draft.handle()));
    }

    private Object relabel(State state) {
        Map<String, String> labels = Map.of("z", "1", "a", "\u00fc\n", "m", "" + random.nextInt(3));
        return holdfast.as(OWNER)
                .open(StateSpec.handle(state.handle().value()).labels(labels).commandId(op()))
                .view()
                .revision();
    }

    /** Operations on pointers, with characters that need escapes, long texts and numbers of every kind. */
    private Write strange() {
        return switch (random.nextInt(4)) {
            case 0 ->
                Write.builder()
                        .set(
                                "\u00e9/~ \"q\"\\\u0001\u20ac\ud83d\ude00",
                                "tab\t\u001f\u007f\u2028" + "\ud83d\ude00 y".repeat(40))
                        .set(
                                "numbers",
                                JsonArray.copyOf(List.of(
                                        Json.parse("-0"),
                                        Json.parse("1e400"),
                                        Json.parse("0.10"),
                                        Json.of(Long.MIN_VALUE),
                                        Json.parse("-12E-3"))))
                        .note("n\u00f6te \"" + ops)
                        .commandId(op())
                        .build();
            case 1 ->
                Write.builder()
                        .append("/l/1", Json.of(1))
                        .append("/l", Json.of("x"), JsonObject.EMPTY)
                        .build();
            case 2 ->
                Write.builder()
                        .merge((JsonObject) Json.parse("{\"m\":{\"x\":1,\"y\":null},\"a\":null}"))
                        .build();
            default ->
                Write.builder()
                        .patch(JsonPatch.parse(Json.parse("[{\"op\":\"add\",\"path\":\"/p\",\"value\":{\"q\":[]}},"
                                + "{\"op\":\"copy\",\"from\":\"/p\",\"path\":\"/o\"},"
                                + "{\"op\":\"add\",\"path\":\"/o/q/-\",\"value\":" + ops + "}]")))
                        .commandId(op())
                        .build();
        };
    }

    private Write plain(State state) {
        Write write = RandomWrites.next(random, state.read().document());
        return random.nextBoolean() ? write : Write.parse(write.toJson().with("op", Json.of(op())));
    }

    /** What is due by then comes first. */
    private Object late(State state) {
        time.pass(Duration.ofSeconds(5));
        return state.write(w -> w.increment("late", 1).commandId(op()));
    }

    /** Mostly a new id, now and then one that was used before. */
    private String op() {
        ops++;
        return "op-" + (random.nextInt(10) == 0 ? random.nextInt(ops) : ops);
    }

    @Override
    public void close() {
        holdfast.close();
    }
}
