package dev.holdfast.engine;

import dev.holdfast.engine.internal.call.InstalledRules;
import dev.holdfast.engine.internal.machine.Chart;
import dev.holdfast.engine.internal.machine.Diagram;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.MachineProblem;
import dev.holdfast.engine.machine.StateBuilder;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Checks and draws statecharts, without a store. Expressions are compiled by the
 * {@link dev.holdfast.engine.spi.rules.RuleCompiler} on the class path. Safe for use by many threads.
 */
public final class Machines {
    private static final InstalledRules RULES = new InstalledRules();

    private Machines() {}

    /**
     * The machine of a definition that has no problems.
     *
     * @throws HoldfastException {@code invalid} with the fact {@code problems} if it has any, or if there is no
     *     compiler on the class path; {@code limit} if it is too large
     */
    public static Machine parse(JsonObject definition) {
        return chart(Machine.of(definition)).machine();
    }

    /**
     * A machine that is built in Java, and has no problems.
     *
     * @throws HoldfastException as {@link #parse} does
     */
    public static Machine define(String id, UnaryOperator<StateBuilder> states) {
        return parse(states.apply(StateBuilder.machine(id)).toJson());
    }

    /**
     * What is wrong with a machine, at most 100; empty if it can run.
     *
     * @throws HoldfastException {@code invalid} if there is no compiler on the class path
     */
    public static List<MachineProblem> problems(Machine machine) {
        return Chart.problems(machine, compiler(), Steps.unlimited());
    }

    /**
     * The machine as Mermaid text of the kind {@code stateDiagram-v2}.
     *
     * @param configuration the states to mark as active; null to mark none
     * @throws HoldfastException as {@link #parse} does
     * @throws IllegalArgumentException if the configuration names states which the machine does not have
     */
    public static String diagram(Machine machine, @Nullable Configuration configuration) {
        return Diagram.of(chart(machine), configuration);
    }

    private static Chart chart(Machine machine) {
        return Chart.of(machine, compiler(), Steps.unlimited());
    }

    private static RuleCompiler compiler() {
        RuleCompiler compiler = RULES.get();
        if (compiler == null) {
            throw Failure.invalid(
                            "machine", "Machines cannot be checked here: holdfast-rules is not on the class path.")
                    .toException();
        }
        return compiler;
    }
}
