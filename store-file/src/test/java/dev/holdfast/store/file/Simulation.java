package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.ManualTime;
import java.time.Duration;
import java.util.Random;

/**
 * One random run of a store: commands, a crash at a random operation of the disk, recovery, and again. The client sends
 * one command at a time and waits, so although engine and store have threads of their own, only one of them works at
 * any time, and a seed always leads to the same operations in the same order.
 */
final class Simulation {
    private static final FileOptions OPTIONS = new FileOptions(Duration.ofSeconds(30), 1 << 12, 1 << 10, 1);
    private static final int LIVES = 4;
    private static final int MOST_COMMANDS = 40;
    private static final int MOST_OPERATIONS = 90;

    private final Random random;
    private final ManualTime time = new ManualTime();
    private final EngineStates engine;
    private final RawStates raw;
    private SimulatedDisk disk;

    private Simulation(long seed, SimulatedDisk.Lies lies) {
        this.random = new Random(seed);
        this.engine = new EngineStates(random);
        this.raw = new RawStates(random);
        this.disk = new SimulatedDisk(random, lies);
    }

    /**
     * Runs the simulation of a seed.
     *
     * @throws AssertionError if the store broke a promise
     */
    static void run(long seed, SimulatedDisk.Lies lies) {
        Simulation simulation = new Simulation(seed, lies);
        for (int life = 0; life < LIVES; life++) {
            simulation.live();
        }
        simulation.liveInPeace();
    }

    private void live() {
        disk.faults(new SimulatedDisk.Faults(random.nextInt(MOST_OPERATIONS), -1, -1));
        try (FileLog log = open()) {
            if (log != null) {
                work(log);
            }
        } catch (StoreUnavailableException e) {
            assertThat(disk.crashed()).as("the power went: %s", e).isTrue();
        }
        disk = random.nextInt(4) == 0 ? disk.afterKill() : disk.afterPowerCut();
    }

    private void work(FileLog log) {
        try (Holdfast holdfast = Holdfast.on(log)
                .clock(time)
                .removalPause(Duration.ZERO)
                .random(new Random(random.nextLong()))
                .open()) {
            if (!check(holdfast, log)) {
                return;
            }
            boolean more = true;
            for (int i = 0; more && i < MOST_COMMANDS; i++) {
                more = random.nextBoolean() ? engine.step(holdfast) : raw.step(log);
                log.awaitCare();
            }
        }
    }

    /** Checks all states; false if the power failed before all were checked. */
    private boolean check(Holdfast holdfast, FileLog log) {
        try {
            raw.check(log);
            engine.check(holdfast, log);
            return true;
        } catch (RuntimeException e) {
            if (disk.crashed()) {
                return false;
            }
            throw e;
        }
    }

    /** The last check, with a disk that no longer fails. */
    private void liveInPeace() {
        disk.faults(SimulatedDisk.Faults.NONE);
        try (FileLog log = open();
                Holdfast holdfast = Holdfast.on(log)
                        .clock(time)
                        .removalPause(Duration.ZERO)
                        .random(random)
                        .open()) {
            raw.check(log);
            engine.check(holdfast, log);
            assertThat(engine.step(holdfast) && raw.step(log))
                    .as("the store goes on")
                    .isTrue();
        }
    }

    private FileLog open() {
        return FileStore.open(disk, OPTIONS, Durability.LOCAL, "a simulated disk", () -> "simulated");
    }
}
