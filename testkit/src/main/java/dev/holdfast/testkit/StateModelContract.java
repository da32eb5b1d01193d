package dev.holdfast.testkit;

import dev.holdfast.testkit.model.ModelRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a state can do, in random order and by several principals, against a model of plain data: writes of every kind, now and
 * later, retries, undo, leases, grants, names, settings, ends and returns, compaction. Time is stepped, also back; one of two
 * engines on the store is closed and opened again in between; at the end the log is replayed.
 */
public interface StateModelContract extends StoreFixture {
    @TestFactory
    default Stream<DynamicTest> state_doesWhatTheModelSays() {
        return Seeds.tests(12, seed -> {
            try (ModelRun run = new ModelRun(this, seed)) {
                run.steps(250);
            }
        });
    }
}
