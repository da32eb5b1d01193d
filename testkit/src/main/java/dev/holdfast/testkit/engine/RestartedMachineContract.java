package dev.holdfast.testkit.engine;

import dev.holdfast.testkit.Seeds;
import dev.holdfast.testkit.StoreFixture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A machine whose engine is restarted again and again does what it does in an engine that is never restarted. */
public interface RestartedMachineContract extends StoreFixture {
    @TestFactory
    default Stream<DynamicTest> machine_goesOnAfterEveryRestart() {
        return Seeds.tests(2, seed -> {
            try (MachineWalk walk = new MachineWalk(this, seed)) {
                walk.steps(40);
            }
        });
    }
}
