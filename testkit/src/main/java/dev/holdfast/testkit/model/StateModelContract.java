package dev.holdfast.testkit.model;

import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.testkit.Seeds;
import dev.holdfast.testkit.StoreFixture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs random requests of several principals against the engine and a model of plain data. Covered are writes of every
 * kind, immediate and scheduled, retries, undo, forks and merges, leases, grants, names, settings, schemas and rules,
 * ends and reopening, compaction; and all views: reads, history, lists, waits, observers. Time moves in steps, also
 * back; the engines on the store are closed and opened again in between; at the end the logs are replayed.
 */
public interface StateModelContract extends StoreFixture {
    /** The compiler for the schemas and conditions of the model. */
    default RuleCompiler rules() {
        return new FewRules();
    }

    @TestFactory
    default Stream<DynamicTest> state_doesWhatTheModelSays() {
        return Seeds.tests(12, seed -> {
            try (ModelRun run = new ModelRun(this, rules(), seed)) {
                run.steps(250);
            }
        });
    }
}
