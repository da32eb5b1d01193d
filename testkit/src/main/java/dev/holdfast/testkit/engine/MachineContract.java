package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.SingleQuoted.object;
import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Send;
import dev.holdfast.engine.Sent;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.engine.machine.Transition;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * States that follow a machine: events that may happen happen, others do not, and time, undo, forks and merges keep the
 * machine and its document together. Needs expressions, so it is run where there are any.
 */
public interface MachineContract extends StoreFixture {
    /** An order that is paid, shipped or given up, and given up by itself after an hour. */
    Machine ORDER = Machine.of(object("""
            {'id':'order','initial':'open','context':{'total':0,'paid':0},'writable':['notes'],
             'states':{
               'open':{'on':{'add':{'actions':{'assign':{'total':'context.total + event.amount'}}},
                             'pay':[{'guard':'event.amount >= context.total','target':'paid',
                                     'actions':{'assign':{'paid':'event.amount'}}}],
                             'stop':'cancelled'},
                       'after':{'3600000':'cancelled'}},
               'paid':{'on':{'ship':'shipped'}},
               'shipped':{'type':'final'},
               'cancelled':{'type':'final'}}}"""));

    private static State order(EngineUnderTest engine) {
        return engine.open(StateSpec.unnamed().machine(ORDER));
    }

    private static Send pay(long amount) {
        return Send.of("pay", JsonObject.of("amount", Json.of(amount)));
    }

    private static Send add(long amount) {
        return Send.of("add", JsonObject.of("amount", Json.of(amount)));
    }

    private static List<String> active(State state) {
        return active(state.read());
    }

    private static List<String> active(StateView view) {
        return Objects.requireNonNull(view.configuration()).active();
    }

    @Test
    default void machine_startsWithItsContextAndWhatIsGiven() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().machine(ORDER).data(object("{'total':5,'who':'Ann'}")));
            assertThat(state.read().document()).isEqualTo(object("{'total':5,'paid':0,'who':'Ann'}"));
            assertThat(active(state)).containsExactly("open");
            assertThat(state.read().revision()).isEqualTo(1);
            assertThat(state.read().machine()).isEqualTo(ORDER);
        }
    }

    @Test
    default void event_movesTheMachineAndItsDocumentAsOneEvent() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            state.send(add(7));
            Sent sent = state.send(pay(9).note("card"));

            assertThat(sent.revision()).isEqualTo(3);
            assertThat(sent.changed()).containsExactly("paid");
            assertThat(Objects.requireNonNull(sent.configuration()).value()).isEqualTo(Json.of("paid"));
            assertThat(sent.possible()).containsExactly(new Possible("ship", Possible.Standing.YES, null));
            Event event = state.history(3, 1).getFirst();
            assertThat(event.type()).isEqualTo(EventType.TRANSITIONED);
            assertThat(event.note()).isEqualTo("card");
            assertThat(event.cause())
                    .isEqualTo(new Cause.Sent("pay", List.of(new Transition("open", "pay", List.of("paid")))));
        }
    }

    @Test
    default void refusedEvent_saysWhyAndWhatIsPossible() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            state.send(add(7));

            Failure guard = failure(Code.REJECTED, () -> state.send(pay(3)));
            Failure unknown = failure(Code.REJECTED, () -> state.send("py"));
            Failure notNow = failure(Code.REJECTED, () -> state.send("ship"));

            assertThat(guard.facts().string("reason")).isEqualTo("guard");
            assertThat(unknown.facts().string("reason")).isEqualTo("unknown_event");
            assertThat(unknown.facts().string("nearest")).isEqualTo("pay");
            assertThat(notNow.facts().string("reason")).isEqualTo("not_now");
            assertThat(notNow.facts().array("possible")).contains(Json.of("stop"));
            state.send("stop");
            assertThat(failure(Code.REJECTED, () -> state.send("stop")).facts().string("reason"))
                    .isEqualTo("done");
            assertThat(state.read().revision()).isEqualTo(3);
        }
    }

    @Test
    default void event_thatArrivesTwiceIsTakenOnce() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            Send add = add(7).commandId("add-1");
            Sent first = state.send(add);
            Sent again = state.send(add);
            assertThat(again.replayed()).isTrue();
            assertThat(again.revision()).isEqualTo(first.revision());
            assertThat(again.configuration()).isEqualTo(first.configuration());
            assertThat(state.read().document().get("total")).isEqualTo(Json.of(7));
            failure(Code.OP_REUSED, () -> state.send(add(8).commandId("add-1")));
        }
    }

    @Test
    default void revision_thatIsExpectedGuardsTheMachineToo() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            state.send(pay(0)); // changes what is active, and no key
            assertThat(failure(Code.CONFLICT, () -> state.send(Send.of("ship").ifRevision(1L)))
                            .facts()
                            .number("revision"))
                    .isEqualTo(Json.of(2));
            state.send(Send.of("ship").ifRevision(2L));
            assertThat(active(state)).containsExactly("shipped");
        }
    }

    @Test
    default void document_isNotWrittenPastTheMachine() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            Failure refused = failure(Code.REJECTED, () -> state.write(w -> w.set("paid", 99)));
            assertThat(refused.facts().array("keys")).containsExactly(Json.of("paid"));
            failure(Code.REJECTED, () -> state.write(w -> w.set("notes", "x").set("total", 1)));
            failure(Code.REJECTED, () -> state.write(w -> w.merge(object("{'paid':1}"))));
            state.write(w -> w.set("notes", "by hand"));
            assertThat(state.read().document()).isEqualTo(object("{'total':0,'paid':0,'notes':'by hand'}"));
        }
    }

    @Test
    default void scheduledWrite_isNotCarriedOutPastTheMachine() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            state.write(w -> w.set("paid", 99).delay(Duration.ofSeconds(5)));
            engine.pass(Duration.ofSeconds(6));
            assertThat(state.read().document().get("paid")).isEqualTo(Json.of(0));
            assertThat(state.history(3, 1).getFirst().type()).isEqualTo(EventType.LAPSED);
        }
    }

    @Test
    default void delay_movesTheMachineByItself() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            engine.pass(Duration.ofMinutes(59));
            assertThat(active(state)).containsExactly("open");
            engine.pass(Duration.ofMinutes(2));
            assertThat(active(state)).containsExactly("cancelled");
            Event event = state.history(2, 1).getFirst();
            assertThat(event.type()).isEqualTo(EventType.TRANSITIONED);
            assertThat(event.cause()).isInstanceOf(Cause.Sent.class);
        }
    }

    @Test
    default void delay_thatIsOverIsTakenBeforeTheEventThatComesLater() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            engine.time().pass(Duration.ofHours(2)); // no timer looks
            Failure refused = failure(Code.REJECTED, () -> state.send(pay(1)));
            assertThat(refused.facts().string("reason")).isEqualTo("done");
            assertThat(active(state)).containsExactly("cancelled");
        }
    }

    @Test
    default void machine_thatOnlyTimeMovesComesToRest() {
        Machine clock = Machine.of(object("""
                {'initial':'a','context':{'n':0},'states':{'a':{
                  'after':{'1':{'target':'a','reenter':true,'actions':{'assign':{'n':'context.n + 1'}}}},
                  'on':{'go':{'target':'a','reenter':true}}}}}"""));
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().machine(clock));
            engine.pass(Duration.ofHours(5));
            assertThat(state.read().document()).isEqualTo(object("{'n':1000}"));
            assertThat(state.history(1_002, 1).getFirst().type()).isEqualTo(EventType.LAPSED);
            engine.pass(Duration.ofHours(5));
            assertThat(state.read().revision()).isEqualTo(1_002);
            state.send("go");
            engine.pass(Duration.ofHours(5));
            assertThat(state.read().document()).isEqualTo(object("{'n':2000}"));
        }
    }

    /** Members of an object have no order that a store keeps, so none may count. */
    @Test
    default void delays_thatEndTogetherAreTakenAlikeBeforeAndAfterTheyWereStored() {
        Machine race = Machine.of(object("""
                {'initial':'a','delays':{'z':1000,'y':1000},
                 'states':{'a':{'after':{'z':'z','y':'y','1000':'x'},'on':{'q':'z','p':'y'}},
                           'x':{'on':{'back':'a'}},'y':{},'z':{}}}"""));
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest second = engine.second()) {
            State state = engine.open(StateSpec.unnamed().machine(race));
            State elsewhere = second.states().state(state.handle().value());
            assertThat(state.possible()).isEqualTo(elsewhere.possible());
            engine.pass(Duration.ofSeconds(1));
            assertThat(active(state)).containsExactly("x");
            state.send("back");
            second.pass(Duration.ofSeconds(1));
            assertThat(active(elsewhere)).containsExactly("x");
        }
    }

    @Test
    default void delay_endsWithTheStateThatItBelongsTo() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            state.send(pay(1));
            engine.pass(Duration.ofHours(2));
            assertThat(active(state)).containsExactly("paid");
            assertThat(state.read().revision()).isEqualTo(2);
        }
    }

    @Test
    default void undo_bringsTheMachineBackAndItsDelaysAnew() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            engine.pass(Duration.ofMinutes(50));
            state.send(pay(1));
            state.undo();
            assertThat(active(state)).containsExactly("open");
            assertThat(state.read().document().get("paid")).isEqualTo(Json.of(0));
            engine.pass(Duration.ofMinutes(50));
            assertThat(active(state)).containsExactly("open");
            state.undo(Undo.redo(1));
            assertThat(active(state)).containsExactly("paid");
            assertThat(state.read().document().get("paid")).isEqualTo(Json.of(1));
            engine.pass(Duration.ofHours(2));
            assertThat(active(state)).containsExactly("paid");
        }
    }

    @Test
    default void undo_ofAnEarlierStepIsAConflictOnceTheMachineWentOn() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            state.send(pay(0));
            state.send("ship");
            failure(Code.CONFLICT, () -> state.undo(Undo.event(2)));
            state.undo(Undo.last(2));
            assertThat(active(state)).containsExactly("open");
            state.undo(Undo.restore(3));
            assertThat(active(state)).containsExactly("shipped");
        }
    }

    @Test
    default void undo_takesADelayedTransitionBack() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            engine.pass(Duration.ofHours(2));
            assertThat(active(state)).containsExactly("cancelled");
            state.undo();
            assertThat(active(state)).containsExactly("open");
            state.send(pay(1));
            assertThat(active(state)).containsExactly("paid");
        }
    }

    @Test
    default void past_isReadWithItsMachine() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            state.send(pay(1));
            state.send("ship");
            assertThat(active(state.at(1))).containsExactly("open");
            assertThat(active(state.at(2))).containsExactly("paid");
        }
    }

    @Test
    default void fork_goesOnByItself() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            engine.pass(Duration.ofMinutes(50));
            State fork = engine.fork(state);
            engine.pass(Duration.ofMinutes(20));
            assertThat(active(state)).containsExactly("cancelled");
            assertThat(active(fork)).containsExactly("open");
            fork.send(pay(1));
            assertThat(active(fork)).containsExactly("paid");
        }
    }

    @Test
    default void merge_takesTheMachineOfTheSideThatMoved() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            State fork = engine.fork(state);
            fork.send(pay(4));
            state.write(w -> w.set("notes", "mine"));
            state.merge(Merge.from(fork.handle()));
            assertThat(active(state)).containsExactly("paid");
            assertThat(state.read().document()).isEqualTo(object("{'total':0,'paid':4,'notes':'mine'}"));

            fork.send("ship");
            state.merge(Merge.from(fork.handle()));
            assertThat(active(state)).containsExactly("shipped");
        }
    }

    @Test
    default void merge_ofMachinesThatBothMovedIsAConflict() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            State fork = engine.fork(state);
            fork.send(pay(0));
            state.send("stop");
            Failure refused = failure(Code.CONFLICT, () -> state.merge(Merge.from(fork.handle())));
            assertThat(refused.facts().bool("machine")).isTrue();
            state.merge(Merge.from(fork.handle()).prefer(Merge.Prefer.THEIRS));
            assertThat(active(state)).containsExactly("paid");
        }
    }

    @Test
    default void machine_isGivenToAStateThatIsThere() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(object("{'total':3}"));
            engine.opening(StateSpec.handle(state.handle().value()).machine(ORDER));
            assertThat(active(state)).containsExactly("open");
            assertThat(state.read().document()).isEqualTo(object("{'total':3,'paid':0}"));
            state.send(pay(3));
            assertThat(active(state)).containsExactly("paid");
        }
    }

    @Test
    default void runningMachine_goesOnWithAnotherDefinition() {
        Machine lost = Machine.of(object("""
                {'id':'order','version':'2','initial':'new','states':{'new':{'on':{'send':'sent'}},
                 'sent':{'type':'final'}}}"""));
        Machine mapped = Machine.of(lost.toJson().with("migrate", object("{'paid':'new'}")));
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = order(engine);
            state.send(pay(1));
            StateSpec spec = StateSpec.handle(state.handle().value());
            Failure refused = failure(Code.REJECTED, () -> engine.opening(spec.machine(lost)));
            assertThat(refused.facts().array("active")).containsExactly(Json.of("paid"));
            assertThat(state.read().machine()).isEqualTo(ORDER);

            engine.opening(spec.machine(mapped));
            assertThat(active(state)).containsExactly("new");
            state.send("send");
            assertThat(active(state)).containsExactly("sent");
            failure(Code.INVALID, () -> state.undo(Undo.restore(2)));
        }
    }

    @Test
    default void machine_thatCannotRunIsRefusedWithItsProblems() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Machine wrong = Machine.of(object("{'initial':'a','states':{'a':{'on':{'go':'nowhere'}}}}"));
            Failure refused =
                    failure(Code.INVALID, () -> engine.open(StateSpec.unnamed().machine(wrong)));
            assertThat(refused.facts().array("problems")).hasSize(1);
            State state = engine.open();
            failure(Code.INVALID, () -> state.send("go"));
        }
    }

    @Test
    default void compaction_keepsTheMachine() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().machine(ORDER).keep(Keep.revisions(2)));
            for (int i = 0; i < 8; i++) {
                state.send(add(1));
            }
            state.compact();
            Configuration before = state.read().configuration();
            try (EngineUnderTest second = engine.second()) {
                State again = second.states().state(state.handle().value());
                assertThat(again.read().configuration()).isEqualTo(before);
                again.send(pay(8));
                assertThat(active(again)).containsExactly("paid");
            }
        }
    }

    @Test
    default void ofManyAtOnce_oneMovesTheMachine() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest second = engine.second()) {
            State state = order(engine);
            State elsewhere = second.states().state(state.handle().value());
            List<Boolean> moved = Crowd.run(16, thread -> moves(thread % 2 == 0 ? state : elsewhere));
            assertThat(moved).containsOnlyOnce(true);
            assertThat(state.read().revision()).isEqualTo(2);
        }
    }

    private static boolean moves(State state) {
        try {
            state.send(pay(0));
            return true;
        } catch (HoldfastException e) {
            return false;
        }
    }
}
