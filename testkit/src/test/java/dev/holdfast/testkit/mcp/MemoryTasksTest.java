package dev.holdfast.testkit.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.TaskRecord;
import dev.holdfast.mcp.TaskStore;
import dev.holdfast.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The in-memory store fulfils the contract, and holds no more tasks than its limit. */
final class MemoryTasksTest implements TaskStoreContract {
    private final ManualTime time = new ManualTime();
    private final TaskStore store = TaskStore.inMemory(100, time);

    @Override
    public TaskStore open() {
        return store;
    }

    @Override
    public Instant now() {
        return time.instant();
    }

    @Override
    public void pass(Duration duration) {
        time.pass(duration);
    }

    @Test
    void create_beyondTheCapacityIsRefusedUntilATaskExpires() {
        TaskStore small = TaskStore.inMemory(2, time);
        assertThat(small.create(task("a", 10))).isTrue();
        assertThat(small.create(task("b", 5))).isTrue();
        assertThat(small.create(task("c", 20))).isFalse();
        assertThat(small.find("c")).isEmpty();
        pass(Duration.ofSeconds(5));
        assertThat(small.create(task("c", 15))).isTrue();
        assertThat(small.find("a")).isPresent();
        assertThat(small.find("b")).isEmpty();
    }

    private TaskRecord task(String id, long seconds) {
        return new TaskRecord(id, 1, now().plusSeconds(seconds), JsonObject.EMPTY);
    }
}
