package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Rate;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Implementation;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.TaskPolicy;
import dev.holdfast.mcp.TaskRecord;
import dev.holdfast.mcp.TaskStore;
import dev.holdfast.server.shared.StoredSessions;
import dev.holdfast.server.shared.StoredTasks;
import dev.holdfast.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What tasks and sessions leave on the disk, and what ends them. */
final class TaskCostTest {
    private static final JsonObject FOLLOWS = Harness.object("{'extensions':{'io.modelcontextprotocol/tasks':{}}}");
    private static final int TASKS = 10;

    private final ManualTime time = new ManualTime();
    private final Holdfast holdfast = Holdfast.on("memory:")
            .clock(time)
            .limits(Limits.DEFAULT.withWritesPerPrincipal(new Rate(1_000, 100_000)))
            .timersByHand()
            .open();
    private final Watched store = new Watched(new StoredTasks(holdfast, time));
    private final StdioSession session = new StdioSession(McpServer.builder(Implementation.of("test", "0"))
            .tool(new StateToolAdapter(new WaitTool(false), holdfast, false))
            .tasks(TaskPolicy.standard(store)
                    .withLifetime(Duration.ofHours(2))
                    .withPollInterval(Duration.ofMillis(5))
                    .withLease(Duration.ofMillis(15))
                    .withClock(time))
            .build());

    @AfterEach
    void close() {
        holdfast.close();
    }

    @Test
    void taskThatWaits_storesNothingUntilItEnds() {
        State state =
                holdfast.as(Principal.local("test")).open(StateSpec.unnamed()).state();
        List<JsonObject> begun = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            begun.add(wait(state));
        }
        long before = stored();
        for (int tenth = 0; tenth < 6; tenth++) {
            time.pass(Duration.ofMinutes(9));
            long looked = store.looks.get();
            await().until(() -> store.looks.get() >= looked + 2 * TASKS);
            assertThat(task("tasks/get", begun.getFirst()).string("status")).isEqualTo("working");
        }
        assertThat(stored()).isEqualTo(before);

        state.write(w -> w.set("a", 1));
        begun.forEach(task ->
                await().until(() -> "completed".equals(task("tasks/get", task).string("status"))));
        assertThat(stored()).as("the write, and the end of each task").isEqualTo(before + 1 + TASKS);
    }

    @Test
    void taskOnAState_endsWhenAccessIsWithdrawn() {
        State state =
                holdfast.as(Principal.of("alice")).open(StateSpec.unnamed()).state();
        state.share("local/test", Access.READ);
        JsonObject begun = wait(state);

        state.share("local/test", Access.NONE);

        await().until(() -> "completed".equals(task("tasks/get", begun).string("status")));
        assertThat(task("tasks/get", begun).toString()).contains("\"isError\":true", "not_found");
    }

    /** A task keeps what it was begun with, and that takes its caller's share of bytes. */
    @Test
    void kept_isChargedToTheCallerItIsKeptFor() {
        StoredSessions sessions = new StoredSessions(holdfast, Duration.ofHours(1));
        StoredTasks tasks = new StoredTasks(holdfast, time);
        JsonObject large = JsonObject.of("a", Json.of("x".repeat(60_000)));
        assertThat(tasks.create(new TaskRecord("1", 1, time.instant().plusSeconds(60), large), caller("eve")))
                .isTrue();
        sessions.put("1", new LegacySession("eve", ProtocolVersion.V2025_11_25, large));
        McpException refused = catchThrowableOfType(
                McpException.class,
                () -> sessions.put("2", new LegacySession("eve", ProtocolVersion.V2025_11_25, JsonObject.EMPTY)));
        assertThat(String.valueOf(refused.error().data())).contains("\"code\":\"limit\"", "bytes_written");
        assertThat(tasks.create(new TaskRecord("2", 1, time.instant().plusSeconds(60), large), caller("eve")))
                .isFalse();
        sessions.put("3", new LegacySession("ada", ProtocolVersion.V2025_11_25, JsonObject.EMPTY));
        assertThat(tasks.create(new TaskRecord("3", 1, time.instant().plusSeconds(60), large), caller("ada")))
                .isTrue();
    }

    private static Caller caller(String subject) {
        return Caller.authenticated(subject);
    }

    private long stored() {
        return holdfast.figures().events().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private JsonObject wait(State state) {
        JsonObject params = JsonObject.of(
                "name",
                Json.of("state_wait"),
                "arguments",
                Harness.object("{'handle':'" + state.handle() + "','timeout_seconds':3600}"));
        JsonObject begun = result(session.ask("tools/call", params, FOLLOWS));
        assertThat(begun.string("resultType")).as(begun::toString).isEqualTo("task");
        return begun;
    }

    private JsonObject task(String method, JsonObject begun) {
        return result(
                session.ask(method, JsonObject.of("taskId", Objects.requireNonNull(begun.get("taskId"))), FOLLOWS));
    }

    private static JsonObject result(JsonObject reply) {
        return Objects.requireNonNull(reply.object("result"), reply::toString);
    }

    /** Counts how often runs look whether something changed. */
    private record Watched(TaskStore store, AtomicLong looks) implements TaskStore {
        Watched(TaskStore store) {
            this(store, new AtomicLong());
        }

        @Override
        public boolean create(TaskRecord task) {
            return store.create(task);
        }

        @Override
        public Optional<TaskRecord> find(String id) {
            return store.find(id);
        }

        @Override
        public boolean replace(TaskRecord next) {
            return store.replace(next);
        }

        @Override
        public Optional<TaskRecord> awaitChange(String id, long revision, Duration patience)
                throws InterruptedException {
            looks.incrementAndGet();
            return store.awaitChange(id, revision, patience);
        }
    }
}
