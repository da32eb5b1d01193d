package dev.holdfast.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that compete for the turn, one of them all the time. */
final class TurnFileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_NANOS = 20_000;
    private static final int GRANTS = 100;

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
    void turn_isNotKeptFromAnotherProcessByOneThatAsksAgainAtOnce() throws IOException {
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
            other.destroyForcibly().onExit().join();
            turn.leave();
        }
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
