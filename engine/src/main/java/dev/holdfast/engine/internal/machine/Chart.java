package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.MachineProblem;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.JsonObject;
import java.util.List;

/** A machine that was read, checked and compiled. Immutable; safe for use by many threads, and worth keeping. */
public final class Chart {
    private Chart() {}

    /**
     * Compiles a machine.
     *
     * @param compiler of its expressions
     * @param steps what it may cost
     * @throws HoldfastException {@code invalid} with the fact {@code problems} if it has any
     * @throws Steps.EndedException if it costs more
     */
    public static Chart of(Machine machine, RuleCompiler compiler, Steps steps) {
        throw new UnsupportedOperationException();
    }

    /**
     * What is wrong with a machine, in the order of its text, at most 100; empty if it can be compiled.
     *
     * @throws Steps.EndedException if it costs more
     */
    public static List<MachineProblem> problems(Machine machine, RuleCompiler compiler, Steps steps) {
        throw new UnsupportedOperationException();
    }

    /** The machine it was compiled from. */
    public Machine machine() {
        throw new UnsupportedOperationException();
    }

    /** The document that a machine starts with if it is given none. */
    public JsonObject context() {
        throw new UnsupportedOperationException();
    }

    /** The memory that it takes, in bytes: an estimate, not too low. */
    public int weight() {
        throw new UnsupportedOperationException();
    }
}
