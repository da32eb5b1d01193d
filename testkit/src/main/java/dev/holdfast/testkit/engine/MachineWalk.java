package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.SingleQuoted.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Send;
import dev.holdfast.engine.Sent;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * One seeded walk of a machine on two stores: on the one under test by engines that take over from each other, and in
 * memory by one engine alone. Both must answer the same and be the same after each step.
 */
final class MachineWalk implements AutoCloseable {
    private static final Machine MACHINE = Machine.of(object("""
            {'id':'walk','initial':'idle','context':{'n':0,'late':0},'writable':['notes'],
             'delays':{'soon':'1000 * (1 + context.n % 5)'},
             'states':{
              'idle':{'on':{'go':'busy','resume':'#walk.busy.h',
                            'add':{'actions':{'assign':{'n':'context.n + event.by'}}}}},
              'busy':{'type':'parallel','on':{'halt':'idle'},'onDone':'idle','states':{
               'h':{'type':'history','history':'deep'},
               'left':{'initial':'a','states':{
                'a':{'on':{'go':'b'},'after':{'soon':{'target':'b','actions':[
                      {'assign':{'late':'context.late + 1'}},{'raise':'back'}]}}},
                'b':{'on':{'back':'a','go':{'target':'c','guard':'context.n > 3'}}},
                'c':{'type':'final'}}},
               'right':{'initial':'x','states':{
                'x':{'on':{'add':{'actions':{'assign':{'n':'context.n + event.by'}}}},'after':{'5000':'y'}},
                'y':{'always':{'guard':'context.n > 9','target':'z'},'on':{'back':'x'}},
                'z':{'type':'final'}}}}}}}"""));

    private static final List<String> EVENTS = List.of("go", "go", "go", "add", "add", "back", "halt", "resume");

    private final Random random;
    private final EngineUnderTest alone;
    private final State unmoved;
    private final List<EngineUnderTest> engines = new ArrayList<>();
    private final String handle;
    private int step;

    MachineWalk(StoreFixture fixture, long seed) {
        random = new Random(seed);
        MemoryStorage storage = new MemoryStorage();
        alone = new EngineUnderTest(() -> MemoryLog.open(storage));
        unmoved = alone.open(StateSpec.unnamed().machine(MACHINE));
        engines.add(new EngineUnderTest(fixture));
        handle = engines.getFirst()
                .open(StateSpec.unnamed().machine(MACHINE))
                .handle()
                .value();
    }

    void steps(int count) {
        for (step = 1; step <= count; step++) {
            happen();
            restartByChance();
            requireSame(unmoved.read(), state().read());
            long past = 1 + random.nextLong(unmoved.read().revision());
            requireSame(unmoved.at(past), state().at(past));
            assertThat(state().possible()).as("step " + step).isEqualTo(unmoved.possible());
        }
        assertThat(history(state())).isEqualTo(history(unmoved));
    }

    private void happen() {
        int number = step;
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                Duration duration = Duration.ofMillis(500L * random.nextInt(9));
                alone.pass(duration);
                pass(duration);
            }
            case 2 -> both(state -> "undone " + state.undo().revision());
            case 3 -> both(state -> "redone " + state.undo(Undo.redo(1)).revision());
            case 4 ->
                both(state ->
                        "written " + state.write(w -> w.set("notes", number)).revision());
            default -> send();
        }
    }

    /** Sends an event, or one from before once more, which must not be taken twice. */
    private void send() {
        int number = random.nextInt(4) == 0 ? random.nextInt(step) : step;
        Random content = new Random(number);
        JsonObject data = JsonObject.of("by", Json.of(content.nextInt(4)));
        Send send = Send.of(EVENTS.get(content.nextInt(EVENTS.size())), data).commandId("send-" + number);
        both(state -> told(state.send(send)));
    }

    private static String told(Sent sent) {
        return sent.revision() + " " + sent.changed() + " " + sent.configuration() + " " + sent.replayed();
    }

    private void both(Function<State, String> call) {
        assertThat(answer(state(), call)).as("step " + step).isEqualTo(answer(unmoved, call));
    }

    private static String answer(State state, Function<State, String> call) {
        try {
            return call.apply(state);
        } catch (HoldfastException e) {
            return e.failure().code() + " " + e.failure().facts();
        }
    }

    /** Time passes, and it may be another engine that finds what has become due. */
    private void pass(Duration duration) {
        engines.getLast().time().pass(duration);
        restartByChance();
        engines.getLast().holdfast().fireTimers();
    }

    /** Another engine takes over from one that was closed, or that hangs and is never closed before the end. */
    private void restartByChance() {
        if (random.nextInt(4) > 0) {
            return;
        }
        EngineUnderTest last = engines.getLast();
        engines.add(last.second());
        if (random.nextBoolean()) {
            engines.remove(last);
            last.close();
        }
    }

    private State state() {
        return engines.getLast().states().state(handle);
    }

    private void requireSame(StateView expected, StateView actual) {
        assertThat(actual.document()).as("step " + step).isEqualTo(expected.document());
        assertThat(actual.configuration()).as("step " + step).isEqualTo(expected.configuration());
        assertThat(actual.revision()).as("step " + step).isEqualTo(expected.revision());
    }

    private static List<String> history(State state) {
        return state.history(1, Integer.MAX_VALUE).stream()
                .map(MachineWalk::told)
                .toList();
    }

    private static String told(Event event) {
        return event.revision() + " " + event.type() + " " + event.at() + " " + event.cause() + " " + event.keys();
    }

    @Override
    public void close() {
        engines.reversed().forEach(EngineUnderTest::close);
        alone.close();
    }
}
