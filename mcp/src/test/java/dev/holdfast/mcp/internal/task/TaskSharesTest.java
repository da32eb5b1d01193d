package dev.holdfast.mcp.internal.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.TaskPolicy;
import dev.holdfast.mcp.TaskRecord;
import dev.holdfast.mcp.TaskStore;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class TaskSharesTest {
    private static final Caller EVE = Caller.authenticated("eve");
    private static final Caller ADA = Caller.authenticated("ada");
    private static final Caller LOCAL = Caller.anonymous("local/default");

    private final TaskShares shares =
            new TaskShares(TaskPolicy.standard(TaskStore.inMemory(100, InstantSource.system()))
                    .withMaxRunning(6)
                    .withMaxRunningPerCaller(2));

    @Test
    void caller_atItsShareLeavesRoomForOthers() {
        shares.begin(EVE);
        shares.begin(EVE);
        JsonObject failure = refused(EVE);
        assertThat(failure.string("code")).isEqualTo("limit");
        assertThat(failure.string("limit")).isEqualTo("tasks");
        assertThat(failure.get("actual")).isEqualTo(Json.of(3));
        assertThat(failure.get("maximum")).isEqualTo(Json.of(2));
        assertThat(failure.string("hint")).isNotBlank();
        shares.begin(ADA);
        shares.end(EVE);
        shares.begin(EVE);
    }

    @Test
    void all_togetherAreLimitedToo() {
        shares.begin(EVE);
        for (int i = 0; i < 5; i++) {
            shares.begin(LOCAL);
        }
        assertThat(refused(LOCAL).string("limit")).isEqualTo("tasks_of_all");
        assertThat(refused(ADA).string("limit")).isEqualTo("tasks_of_all");
    }

    @Test
    void job_thatGoesOnAfterAnAnswerIsCountedAndNotRefused() {
        shares.begin(EVE);
        shares.begin(EVE);
        shares.resume(EVE);
        shares.end(EVE);
        refused(EVE);
    }

    @Test
    void storeInMemory_keepsAShareForEachCaller() {
        TaskStore store = TaskStore.inMemory(8, () -> Instant.EPOCH);
        assertThat(store.create(record("1"), EVE)).isTrue();
        assertThat(store.create(record("2"), EVE)).isTrue();
        assertThat(store.create(record("3"), EVE)).isFalse();
        assertThat(store.create(record("3"), ADA)).isTrue();
    }

    private static TaskRecord record(String id) {
        return new TaskRecord(id, 1, Instant.EPOCH.plusSeconds(9), JsonObject.EMPTY);
    }

    private JsonObject refused(Caller caller) {
        return catchThrowableOfType(TaskLimitException.class, () -> shares.begin(caller))
                .failure();
    }
}
