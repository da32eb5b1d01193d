package dev.holdfast.testkit.model;

import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.testkit.Seeds;
import dev.holdfast.testkit.StoreFixture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What states can do, in random order and by several principals, against a model of plain data: writes of every kind,
 * now and later, retries, undo, forks and merges, leases, grants, names, settings, schemas and rules, ends and returns,
 * compaction; and what can be seen of it: reads, history, lists, waits, observers. Time is stepped, also back; one of
 * two engines on the store is closed and opened again in between; at the end the logs are replayed.
 */
public interface StateModelContract extends StoreFixture {
    /** What compiles the schemas and conditions that the model knows. */
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
