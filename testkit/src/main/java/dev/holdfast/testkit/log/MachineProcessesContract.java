package dev.holdfast.testkit.log;

import static dev.holdfast.testkit.SingleQuoted.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Machines that several processes move, one of which is killed. A child process opens the store through the test's
 * class, which needs a constructor without arguments, and there is a compiler of expressions on the class path.
 */
public interface MachineProcessesContract extends ClientFixture {
    /** A path for a store that does not exist yet; the same for all calls of one test. */
    Path place();

    /** What many want and one gets. */
    Machine PRIZE = Machine.of(object("""
            {'initial':'free','states':{'free':{'on':{'take':'taken'}},'taken':{'on':{'give':'free'}}}}"""));

    /** Two processes step through the same machines; one is killed, and a third repeats its last step and goes on. */
    @Test
    default void kill_losesNoTransitionAndNoDelayAndRepeatsNone() {
        String principal = "machines-" + UUID.randomUUID();
        try (Holdfast holdfast = engine()) {
            List<EchoedSteps> machines = Stream.generate(
                            () -> EchoedSteps.open(holdfast.as(Principal.local(principal))))
                    .limit(4)
                    .toList();
            String handles = machines.stream().map(EchoedSteps::handle).collect(Collectors.joining(","));
            List<String> ofA = new ArrayList<>();
            List<String> ofB = new ArrayList<>();
            try (ChildProcess killed = child("step", principal, handles, "a", 0, Integer.MAX_VALUE);
                    ChildProcess other = child("step", principal, handles, "b", 0, 100)) {
                goOn(List.of(killed, other));
                Stream.generate(killed::line).limit(30).forEach(ofA::add);
                ofA.addAll(killed.kill());
                try (ChildProcess next = child("step", principal, handles, "a", ofA.size(), ofA.size() + 20)) {
                    goOn(List.of(next));
                    ofA.addAll(untilDone(next));
                }
                ofB.addAll(untilDone(other));
            }
            for (int i = 0; i < machines.size(); i++) {
                machines.get(i).requireAcknowledged("a", ofMachine(ofA, i));
                machines.get(i).requireAcknowledged("b", ofMachine(ofB, i));
                machines.get(i)
                        .requireSteps(
                                ofMachine(ofA, i).size() + ofMachine(ofB, i).size());
            }
            machines.forEach(machine -> machine.requireEachDelayOnce(holdfast));
            try (Holdfast fresh = engine()) {
                machines.forEach(machine -> machine.requireReplayed(fresh));
            }
        }
    }

    @Test
    default void event_thatTwoProcessesSendIsTakenFromOneOfThem() {
        String principal = "machines-" + UUID.randomUUID();
        try (Holdfast holdfast = engine()) {
            List<State> prizes = Stream.generate(() -> holdfast.as(Principal.local(principal))
                            .open(StateSpec.unnamed().machine(PRIZE))
                            .state())
                    .limit(40)
                    .toList();
            String handles =
                    prizes.stream().map(state -> state.handle().value()).collect(Collectors.joining(","));
            try (ChildProcess a = child("take", principal, handles, "a");
                    ChildProcess b = child("take", principal, handles, "b")) {
                goOn(List.of(a, b));
                List<String> ofA = untilDone(a);
                List<String> ofB = untilDone(b);
                for (int i = 0; i < prizes.size(); i++) {
                    assertThat(List.of(ofA.get(i), ofB.get(i))).containsExactlyInAnyOrder("taken", "not_now");
                    String winner = ofA.get(i).equals("taken") ? "a" : "b";
                    assertThat(prizes.get(i).history(2, 9))
                            .extracting(Event::note)
                            .containsExactly(winner);
                }
            }
        }
    }

    /** An engine in this process, which fires no timers by itself. */
    private Holdfast engine() {
        return Holdfast.on(open(place(), ProcessesContract.PATIENCE))
                .timersByHand()
                .open();
    }

    private ChildProcess child(String task, Object... arguments) {
        return ChildProcess.start(getClass(), task, place(), arguments);
    }

    /** Lets children begin together. */
    private static void goOn(List<ChildProcess> children) {
        children.forEach(child -> assertThat(child.line()).isEqualTo("ready"));
        children.forEach(ChildProcess::goOn);
    }

    private static List<String> untilDone(ChildProcess child) {
        return Stream.generate(child::line)
                .takeWhile(line -> !line.equals("done"))
                .toList();
    }

    /** What was told of one machine: {@code NUMBER INDEX REVISION CONFIGURATION}. */
    private static List<String> ofMachine(List<String> told, int index) {
        return told.stream()
                .filter(line -> line.split(" ", 3)[1].equals(String.valueOf(index)))
                .toList();
    }
}
