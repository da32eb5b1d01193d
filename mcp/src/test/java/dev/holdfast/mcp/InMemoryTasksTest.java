package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The in-memory store keeps the contract, and no more tasks than it has room for. */
final class InMemoryTasksTest extends TaskStoreContract {
    @Override
    protected TaskStore open(InstantSource clock) {
        return TaskStore.inMemory(100, clock);
    }

    @Test
    void create_beyondTheCapacityIsRefusedUntilATaskExpires() {
        Instant[] now = {Instant.EPOCH};
        TaskStore small = TaskStore.inMemory(2, () -> now[0]);
        assertThat(small.create(task("a", 10))).isTrue();
        assertThat(small.create(task("b", 5))).isTrue();
        assertThat(small.create(task("c", 20))).isFalse();
        assertThat(small.find("c")).isEmpty();
        now[0] = Instant.ofEpochSecond(5);
        assertThat(small.create(task("c", 20))).isTrue();
        assertThat(small.find("a")).isPresent();
        assertThat(small.find("b")).isEmpty();
    }

    private static TaskRecord task(String id, long expiry) {
        return new TaskRecord(id, 1, Instant.ofEpochSecond(expiry), JsonObject.EMPTY);
    }
}
