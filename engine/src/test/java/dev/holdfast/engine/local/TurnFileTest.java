package dev.holdfast.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The turn, taken alone, by threads that are interrupted, and by two processes that compete for it. */
final class TurnFileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_NANOS = 20_000;
    private static final int GRANTS = 100;
    private static final int INTERRUPTED = 2_000;

    /** The most turns that the other process may get for each turn of this one. */
    private static final int SHARE = 3;

    @TempDir
    private Path folder;

    /** A process that releases the turn only when another waits for it, and requests it again immediately. */
    public static void main(String[] args) throws IOException {
        TurnFile turn = TurnFile.join(Path.of(args[0]));
        while (System.in.available() == 0) {
            TurnFile.Hold hold = turn.acquire(PATIENCE);
            System.out.println("has the turn");
            while (turn.memory().get(SharedMemory.WANTED) == 0 && System.in.available() == 0) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
            hold.release();
        }
        turn.leave();
    }

    @Test
    void turn_isNotKeptFromAnotherProcessByOneThatAsksAgainAtOnce() throws IOException, InterruptedException {
        Path file = folder.resolve("turn");
        TurnFile turn = TurnFile.join(file);
        Process other = start(file);
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("has the turn");
            long before = turn.memory().get(SharedMemory.TURNS);
            for (int i = 1; i <= GRANTS; i++) {
                turn.acquire(PATIENCE).release();
                long others = turn.memory().get(SharedMemory.TURNS) - before - i;
                assertThat(others).as("turns of the other process").isLessThanOrEqualTo((long) SHARE * GRANTS);
            }
        } finally {
            assertThat(other.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
            turn.leave();
        }
    }

    @Test
    void turn_thatIsFreeIsTakenOnTheThreadOfTheCaller() {
        TurnFile turn = TurnFile.join(folder.resolve("turn"));
        try {
            long before = waits("holdfast-turn");
            for (int i = 0; i < GRANTS; i++) {
                turn.acquire(PATIENCE).release();
            }
            // It may not have begun to wait for its first work before.
            assertThat(waits("holdfast-turn") - before).isLessThanOrEqualTo(1);
        } finally {
            turn.leave();
        }
    }

    @Test
    void turn_isThereForOthersAfterItsThreadsWereInterrupted() throws InterruptedException {
        TurnFile turn = TurnFile.join(folder.resolve("turn"));
        try {
            Thread caller = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < INTERRUPTED; i++) {
                    takeAndGiveBack(turn);
                }
            });
            while (caller.isAlive()) {
                caller.interrupt();
            }
            caller.join();
            takeAndGiveBack(turn);
            turn.acquire(PATIENCE).release();
        } finally {
            turn.leave();
        }
    }

    /** Gives the turn back while it is interrupted, if it gets it. */
    private static void takeAndGiveBack(TurnFile turn) {
        try {
            TurnFile.Hold hold = turn.acquire(PATIENCE);
            Thread.currentThread().interrupt();
            hold.release();
        } catch (StoreUnavailableException e) {
            assertThat(e).hasMessageContaining("the turn to write");
        } finally {
            Thread.interrupted();
        }
    }

    /** How often the live threads of a name have waited. */
    private static long waits(String name) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals(name))
                .mapToLong(ThreadInfo::getWaitedCount)
                .sum();
    }

    private static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TurnFileTest.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
