package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long waits of clients that follow tasks, at two instances that share a database. */
final class WaitTaskTest {
    private static final JsonObject FOLLOWS = Harness.object("{'extensions':{'io.modelcontextprotocol/tasks':{}}}");

    private final Holdfast first;
    private final Holdfast second;
    private final StdioSession atFirst;
    private final StdioSession atSecond;
    private final State state;

    WaitTaskTest(@TempDir Path folder) {
        String address = "sqlite:" + folder.resolve("state.db");
        this.first = Holdfast.open(address);
        this.second = Holdfast.open(address);
        this.atFirst = new StdioSession(StateServer.over(first, Profile.CORE, "0", false));
        this.atSecond = new StdioSession(StateServer.over(second, Profile.CORE, "0", false));
        this.state = first.as(Principal.local("test")).open(StateSpec.unnamed()).state();
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void wait_longerThanACallIsATaskThatEveryInstanceKnows() {
        JsonObject begun = wait(atFirst, ",'timeout_seconds':600", FOLLOWS);
        assertThat(begun.string("resultType")).isEqualTo("task");
        assertThat(task(atSecond, "tasks/get", begun).string("status")).isEqualTo("working");

        state.write(w -> w.set("a", 1));

        await().untilAsserted(() ->
                assertThat(task(atSecond, "tasks/get", begun).string("status")).isEqualTo("completed"));
        JsonObject result =
                Objects.requireNonNull(task(atSecond, "tasks/get", begun).object("result"));
        JsonObject answer = Objects.requireNonNull(result.object("structuredContent"));
        assertThat(answer.get("timed_out")).isEqualTo(Json.of(false));
        assertThat(answer.get("revision")).isEqualTo(Json.of(2));
        assertThat(answer.get("changed")).isEqualTo(Harness.value("['a']"));
    }

    @Test
    void wait_forWhatHasHappenedIsAnsweredAtOnce() {
        state.write(w -> w.set("a", 1));
        JsonObject answer = wait(atFirst, ",'timeout_seconds':600,'since_revision':1", FOLLOWS);
        assertThat(answer.string("resultType")).isEqualTo("complete");
        answer = wait(atFirst, ",'timeout_seconds':600,'since_revision':1", JsonObject.EMPTY);
        assertThat(answer.string("resultType")).isEqualTo("complete");
    }

    @Test
    void wait_thatACallCanHoldIsNoTask() {
        JsonObject answer = wait(atFirst, ",'timeout_seconds':0", FOLLOWS);
        assertThat(answer.string("resultType")).isEqualTo("complete");
    }

    @Test
    void wait_isCancelledThroughAnotherInstance() {
        JsonObject begun = wait(atFirst, ",'timeout_seconds':600", FOLLOWS);
        task(atSecond, "tasks/cancel", begun);
        await().untilAsserted(() ->
                assertThat(task(atSecond, "tasks/get", begun).string("status")).isEqualTo("cancelled"));
    }

    @Test
    void wait_onAStateThatEndsFails() {
        JsonObject begun = wait(atFirst, ",'timeout_seconds':600", FOLLOWS);
        state.close(null);
        await().untilAsserted(
                        () -> assertThat(task(atSecond, "tasks/get", begun).toString())
                                .contains("\"completed\"", json("'isError':true"), "expired"));
    }

    private JsonObject wait(StdioSession session, String more, JsonObject capabilities) {
        String arguments = "{'handle':'" + state.handle() + "'" + more + "}";
        JsonObject params = JsonObject.of(
                "name", Json.of("state_wait"),
                "arguments", Harness.object(arguments));
        return result(session.ask("tools/call", params, capabilities));
    }

    private static JsonObject task(StdioSession session, String method, JsonObject begun) {
        JsonObject params = JsonObject.of("taskId", Objects.requireNonNull(begun.get("taskId")));
        return result(session.ask(method, params, FOLLOWS));
    }

    private static JsonObject result(JsonObject reply) {
        return Objects.requireNonNull(reply.object("result"), reply::toString);
    }
}
