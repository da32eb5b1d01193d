package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class KillTest {
    /** As below a first process of a container that collects none. */
    @Test
    void process_isOverThoughItIsNotCollected() throws IOException {
        // What the shell becomes knows nothing of the child that the shell had.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try {
            ProcessHandle child = ProcessHandle.of(
                            Long.parseLong(parent.inputReader().readLine()))
                    .orElseThrow();
            assertThat(Kill.runs(child)).isTrue();
            Kill.one(child);
            assertThat(Kill.runs(child)).isFalse();
        } finally {
            Kill.one(parent.toHandle());
        }
        assertThat(Kill.runs(parent.toHandle())).isFalse();
    }
}
