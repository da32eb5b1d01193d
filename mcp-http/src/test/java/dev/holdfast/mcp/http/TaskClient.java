package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.TaskRecord;
import dev.holdfast.mcp.TaskStore;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import dev.holdfast.mcp.fixture.TaskServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** A client that follows tasks. */
final class TaskClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration GLANCE = Duration.ofMillis(100);

    final Peer peer;
    private final TaskStore store;

    /** @param store where changes can be waited for, so that no test has to sleep */
    TaskClient(Peer peer, TaskStore store) {
        this.peer = peer;
        this.store = store;
        peer.declare(TaskServer.DECLARED);
    }

    /** The id of the task that a call became. */
    String begin(String tool, String arguments) throws Exception {
        JsonObject created = peer.call(tool, arguments).result();
        assertThat(created.string("resultType")).isEqualTo("task");
        return Objects.requireNonNull(created.string("taskId"));
    }

    Answer get(String id) throws Exception {
        return peer.ask("tasks/get", json("{'taskId':'%s'}").formatted(id));
    }

    Answer cancel(String id) throws Exception {
        return peer.ask("tasks/cancel", json("{'taskId':'%s'}").formatted(id));
    }

    Answer update(String id, String responses) throws Exception {
        return peer.ask(
                "tasks/update", json("{'taskId':'%s','inputResponses':%s}").formatted(id, responses));
    }

    /** The task once it has that status. */
    JsonObject await(String id, String status) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        JsonObject task = get(id).result();
        while (!status.equals(task.string("status")) && Instant.now().isBefore(deadline)) {
            awaitChange(id);
            task = get(id).result();
        }
        assertThat(task.string("status")).as("%s", task).isEqualTo(status);
        return task;
    }

    /** The task once it says that. */
    JsonObject awaitMessage(String id, String message) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        JsonObject task = get(id).result();
        while (!message.equals(task.string("statusMessage")) && Instant.now().isBefore(deadline)) {
            awaitChange(id);
            task = get(id).result();
        }
        assertThat(task.string("statusMessage")).isEqualTo(message);
        return task;
    }

    private void awaitChange(String id) throws InterruptedException {
        long revision = store.find(id).map(TaskRecord::revision).orElse(0L);
        store.awaitChange(id, revision, GLANCE);
    }

    @Override
    public void close() {
        peer.close();
    }
}
