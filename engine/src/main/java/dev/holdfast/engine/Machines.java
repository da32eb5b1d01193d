package dev.holdfast.engine;

import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.MachineProblem;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks and draws statecharts, without a store. Expressions are compiled by the
 * {@link dev.holdfast.engine.spi.rules.RuleCompiler} on the class path. Safe for use by many threads.
 */
public final class Machines {
    private Machines() {}

    /**
     * The machine of a definition that has no problems.
     *
     * @throws HoldfastException {@code invalid} with the fact {@code problems} if it has any, or if there is no compiler
     *     on the class path; {@code limit} if it is too large
     */
    public static Machine parse(JsonObject definition) {
        throw new UnsupportedOperationException();
    }

    /**
     * What is wrong with a machine, in the order of its text, at most 100; empty if it can run.
     *
     * @throws HoldfastException {@code invalid} if there is no compiler on the class path
     */
    public static List<MachineProblem> problems(Machine machine) {
        throw new UnsupportedOperationException();
    }

    /**
     * The machine as Mermaid text of the kind {@code stateDiagram-v2}.
     *
     * @param configuration the states to mark as active; null to mark none
     * @throws HoldfastException as {@link #parse} does
     */
    public static String diagram(Machine machine, @Nullable Configuration configuration) {
        throw new UnsupportedOperationException();
    }
}
