package dev.holdfast.testkit.log;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Send;
import dev.holdfast.engine.Sent;
import dev.holdfast.engine.State;
import dev.holdfast.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** An engine of its own that sends events to machines in turn, and tells what was acknowledged. */
final class MachineClient {
    private final List<State> machines;
    private final Consumer<String> tell;

    /** @param handles the handles of the states, with commas between */
    MachineClient(Holdfast holdfast, String principal, String handles, Consumer<String> tell) {
        this.machines = Arrays.stream(handles.split(",", -1))
                .map(handle -> holdfast.as(Principal.local(principal)).state(handle))
                .toList();
        this.tell = tell;
    }

    /** Sends so many steps under ids of their own; each is told once it is acknowledged. */
    void step(String name, int first, int count) {
        for (int number = first; number < count; number++) {
            int index = number % machines.size();
            Sent sent = machines.get(index).send(Send.of("step").commandId(stepId(name, number)));
            Json configuration = Objects.requireNonNull(sent.configuration()).toJson();
            tell.accept(number + " " + index + " " + sent.revision() + " " + configuration);
        }
    }

    /** The id under which a client sends a step. */
    static String stepId(String name, int number) {
        return name + "-" + number;
    }

    /** Tries to take every machine, and tells which it got, or why not. */
    void take(String name) {
        for (State machine : machines) {
            try {
                machine.send(Send.of("take").note(name));
                tell.accept("taken");
            } catch (HoldfastException e) {
                tell.accept(String.valueOf(e.failure().facts().string("reason")));
            }
        }
    }
}
