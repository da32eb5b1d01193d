package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Engine and file store under simulated crashes. {@code -Dholdfast.simulation.seeds=10000} makes a long run. */
final class SimulationTest {
    private static final int SEEDS = Integer.getInteger("holdfast.simulation.seeds", 300);
    private static final long FIRST = Long.getLong("holdfast.simulation.first", 0);

    /** How many seeds it may take to detect a disk that reports syncs it did not do. */
    private static final int SEEDS_TO_FIND_OUT = 100;

    /** Failing disks are expected here, so their warnings are not logged. */
    private final Logger logger = Logger.getLogger("dev.holdfast.engine");

    @BeforeEach
    void silence() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        logger.setLevel(null);
    }

    @Test
    void crashes_loseNothingAndDoNothingTwice() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try {
                Simulation.run(seed, SimulatedDisk.Lies.NONE);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** Proves that the simulation works: it must detect the loss that a store without its syncs suffers. */
    @TestFactory
    Stream<DynamicTest> lyingDisk_isFoundOut() {
        return Stream.of(SimulatedDisk.Lies.values())
                .filter(lies -> lies != SimulatedDisk.Lies.NONE)
                .map(lies -> DynamicTest.dynamicTest(
                        lies.name(),
                        () -> assertThat(isFoundOut(lies))
                                .as("loss seen within %d seeds", SEEDS_TO_FIND_OUT)
                                .isTrue()));
    }

    private static boolean isFoundOut(SimulatedDisk.Lies lies) {
        for (long seed = 0; seed < SEEDS_TO_FIND_OUT; seed++) {
            try {
                Simulation.run(seed, lies);
            } catch (RuntimeException | AssertionError e) {
                return true;
            }
        }
        return false;
    }
}
