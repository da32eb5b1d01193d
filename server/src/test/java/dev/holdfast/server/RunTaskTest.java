package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.RunState;
import dev.holdfast.engine.workflow.RunStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as tasks of clients that follow tasks, at two instances that share a database. */
final class RunTaskTest {
    private static final JsonObject FOLLOWS = Harness.object("{'extensions':{'io.modelcontextprotocol/tasks':{}}}");
    private static final JsonObject GREET = Harness.object(
            "{'name':'greet','version':'1'," + "'output':'steps.hello.output','steps':{'hello':{'work':'say'}}}");
    private static final String START = "'workflow':'greet','op':'start-1'";

    private final Holdfast first;
    private final Holdfast second;
    private final StdioSession atFirst;
    private final StdioSession atSecond;

    RunTaskTest(@TempDir Path folder) {
        String address = "sqlite:" + folder.resolve("state.db");
        this.first = Holdfast.open(address);
        this.second = Holdfast.open(address);
        Profile profile = Profile.parse("workflow").orElseThrow();
        this.atFirst = new StdioSession(StateServer.over(first, profile, "0", false));
        this.atSecond = new StdioSession(StateServer.over(second, profile, "0", false));
        first.as(Principal.local("test")).runs().define(GREET);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void run_thatIsWaitedForIsATaskWhoseResultIsItsEnd() {
        JsonObject begun = start(",'wait':true", FOLLOWS);
        assertThat(begun.string("resultType")).isEqualTo("task");
        RunState run = run();
        await().untilAsserted(() -> assertThat(task(atFirst, "tasks/get", begun).string("statusMessage"))
                .isEqualTo("The run is " + run.handle()));
        assertThat(task(atSecond, "tasks/get", begun).string("status")).isEqualTo("working");

        run.report(run.claim(Set.of("say"), Duration.ofMinutes(1)).orElseThrow(), Json.of("Hello"));

        await().untilAsserted(() ->
                assertThat(task(atSecond, "tasks/get", begun).string("status")).isEqualTo("completed"));
        JsonObject answer =
                answer(Objects.requireNonNull(task(atSecond, "tasks/get", begun).object("result")));
        assertThat(answer.string("handle")).isEqualTo(run.handle().value());
        assertThat(answer.get("created")).isEqualTo(Json.of(true));
        assertThat(answer.string("status")).isEqualTo("succeeded");
        assertThat(answer.get("output")).isEqualTo(Json.of("Hello"));
        JsonObject again = start(",'wait':true", FOLLOWS);
        assertThat(answer(again).string("status")).as("it has ended").isEqualTo("succeeded");
        assertThat(answer(again).get("replayed")).isEqualTo(Json.of(true));
    }

    @Test
    void run_isAnsweredAtOnceIfTheClientDoesNotWaitOrFollowsNoTasks() {
        assertThat(answer(start(",'wait':true", JsonObject.EMPTY)).string("status"))
                .isEqualTo("running");
        assertThat(answer(start("", FOLLOWS)).get("replayed")).isEqualTo(Json.of(true));
    }

    @Test
    void taskThatIsCancelledLeavesTheRun() {
        JsonObject begun = start(",'wait':true", FOLLOWS);
        task(atSecond, "tasks/cancel", begun);
        await().untilAsserted(() ->
                assertThat(task(atSecond, "tasks/get", begun).string("status")).isEqualTo("cancelled"));
        assertThat(run().read().status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void runThatIsClosedEndsTheTask() {
        JsonObject begun = start(",'wait':true", FOLLOWS);
        run().state().close(null);
        await().untilAsserted(
                        () -> assertThat(task(atSecond, "tasks/get", begun).toString())
                                .contains("\"completed\"", json("'isError':true"), "expired"));
    }

    /** The one run that there is: the same call again finds it. */
    private RunState run() {
        JsonObject found = answer(start("", JsonObject.EMPTY));
        return first.as(Principal.local("test")).runs().run(Objects.requireNonNull(found.string("handle")));
    }

    private JsonObject start(String more, JsonObject capabilities) {
        JsonObject params =
                JsonObject.of("name", Json.of("workflow_start"), "arguments", Harness.object("{" + START + more + "}"));
        return result(atFirst.ask("tools/call", params, capabilities));
    }

    private static JsonObject answer(JsonObject result) {
        return Objects.requireNonNull(result.object("structuredContent"), result::toString);
    }

    private static JsonObject task(StdioSession session, String method, JsonObject begun) {
        JsonObject params = JsonObject.of("taskId", Objects.requireNonNull(begun.get("taskId")));
        return result(session.ask(method, params, FOLLOWS));
    }

    private static JsonObject result(JsonObject reply) {
        return Objects.requireNonNull(reply.object("result"), reply::toString);
    }
}
