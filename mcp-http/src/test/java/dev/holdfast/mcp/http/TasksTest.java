package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.TaskRecord;
import dev.holdfast.mcp.fixture.AskingServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import dev.holdfast.mcp.fixture.TaskServer;
import dev.holdfast.mcp.http.Cell.Transport;
import dev.holdfast.mcp.internal.task.TaskCodec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks of one instance, over both transports. */
@ParameterizedClass
@EnumSource
final class TasksTest {
    private static final String YES = json("{'action':'accept','content':{'name':'Ada'}}");
    private static final String NONE = "tsk_AAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final Cell cell;
    private final TaskServer.World world = new TaskServer.World(5);
    private final TaskServer server = world.instance();
    private TaskClient client;

    TasksTest(Transport transport) {
        this.cell = new Cell(transport, ProtocolVersion.V2026_07_28);
    }

    @BeforeEach
    void open() throws Exception {
        client = new TaskClient(cell.open(server.build()), world.store);
    }

    @AfterEach
    void close() {
        server.gate.release(100);
        client.close();
    }

    // --- Life

    @Test
    void call_isAnsweredWithATaskThatCanBeAskedForAtOnce() throws Exception {
        JsonObject created = client.peer.call("compute", "{}").result();
        String id = Objects.requireNonNull(created.string("taskId"));
        String members = """
            "taskId":"%s","status":"working",%s"createdAt":"2026-08-01T00:00:00Z",
            "lastUpdatedAt":"2026-08-01T00:00:00Z","ttlMs":3600000,"pollIntervalMs":20,
            "_meta":{"io.modelcontextprotocol/serverInfo":{"name":"fixture","version":"1.0"}}}\
            """;
        assertThat(id).matches("tsk_[A-Za-z0-9_-]{27}");
        assertThat(created).isEqualTo(Peer.object(json("{'resultType':'task',") + members.formatted(id, "")));
        assertThat(client.awaitMessage(id, "1 of 4"))
                .isEqualTo(Peer.object(
                        json("{'resultType':'complete',") + members.formatted(id, json("'statusMessage':'1 of 4',"))));
    }

    @Test
    void job_endsWithWhatADirectCallIsAnswered() throws Exception {
        server.gate.release(2);
        JsonObject task = client.await(client.begin("compute", json("{'n':1}")), "completed");
        client.peer.declare("{}");
        JsonObject direct = client.peer.call("compute", json("{'n':1}")).result();
        assertThat(task.object("result")).isEqualTo(direct.without("_meta"));
        assertThat(direct.toString()).contains("computed for guest");
        assertThat(task.has("error")).isFalse();
    }

    @Test
    void job_thatEndsWithAToolErrorIsCompleted() throws Exception {
        JsonObject task = client.await(client.begin("fails", "{}"), "completed");
        assertThat(task.object("result")).isEqualTo(Peer.object("""
            {"content":[{"type":"text","text":"no"}],"isError":true,"resultType":"complete"}\
            """));
    }

    @Test
    void job_thatEndsWithAProtocolErrorIsFailed() throws Exception {
        JsonObject task = client.await(client.begin("refuses", "{}"), "failed");
        assertThat(task.object("error")).isEqualTo(Peer.object(json("{'code':-32602,'message':'not like this'}")));
        assertThat(task.string("statusMessage")).isEqualTo("not like this");
        assertThat(task.has("result")).isFalse();
    }

    @Test
    void job_thatBreaksIsFailedAndTellsNoMore() throws Exception {
        JsonObject task = client.await(client.begin("breaks", "{}"), "failed");
        assertThat(task.object("error")).isEqualTo(Peer.object(json("{'code':-32603,'message':'Internal error'}")));
        assertThat(task.toString()).doesNotContain("secret");
    }

    @Test
    void job_thatGoesOnWithoutAskingTakesFurtherSteps() throws Exception {
        assertThat(client.await(client.begin("hops", "{}"), "completed").toString())
                .contains("hopped \\\"twice\\\"");
    }

    // --- Questions

    @Test
    void job_thatAsksWaitsForAllAnswersAndUsesNoKeyTwice() throws Exception {
        String id = client.begin("asks", "{}");
        assertThat(keys(client.await(id, "input_required"))).containsExactly("name-1", "town-1");
        acknowledged(client.update(id, json("{'town-1':") + YES + json(",'unheard-of':{}}")));
        assertThat(keys(client.get(id).result())).containsExactly("name-1");
        acknowledged(client.update(id, json("{'town-1':{'action':'cancel'}}")));
        assertThat(keys(client.get(id).result())).containsExactly("name-1");
        acknowledged(client.update(id, json("{'name-1':") + YES + "}"));
        JsonObject again = client.await(id, "input_required");
        assertThat(keys(again)).containsExactly("name-2");
        assertThat(again.object("inputRequests")).isEqualTo(Peer.object("""
            {"name-2":{"method":"elicitation/create","params":{"mode":"form","message":"Your other name?",
            "requestedSchema":%s}}}\
            """.formatted(AskingServer.QUESTION)));
        acknowledged(client.update(id, json("{'name-1':") + YES + "}"));
        assertThat(keys(client.get(id).result())).containsExactly("name-2");
        acknowledged(client.update(id, json("{'name-2':{'action':'decline'}}")));
        assertThat(client.await(id, "completed").toString()).contains("known: ", "accept", "decline");
    }

    @Test
    void answers_ofWrongFormAreAnInvalidParameter() throws Exception {
        String id = client.begin("asks", "{}");
        client.await(id, "input_required");
        for (String responses : List.of("null", "7", "[]", json("{'name-1':1}"))) {
            assertThat(client.update(id, responses).code()).as(responses).isEqualTo(-32602);
        }
        assertThat(client.peer
                        .ask("tasks/update", json("{'taskId':'") + id + json("'}"))
                        .code())
                .isEqualTo(-32602);
        assertThat(keys(client.get(id).result())).containsExactly("name-1", "town-1");
    }

    @Test
    void job_thatAsksWhatTheClientCannotBeAskedIsFailed() throws Exception {
        JsonObject error = client.await(client.begin("samples", "{}"), "failed").object("error");
        assertThat(error).isNotNull();
        assertThat(error.toString()).contains("-32021", json("{'requiredCapabilities':{'sampling':{}}}"));
    }

    // --- Cancellation and expiry

    @Test
    void cancellation_stopsTheJob() throws Exception {
        String id = client.begin("compute", "{}");
        assertThat(server.nextEvent()).isEqualTo("started");
        acknowledged(client.cancel(id));
        assertThat(server.nextEvent()).isEqualTo("interrupted");
        JsonObject task = client.await(id, "cancelled");
        assertThat(task.has("result") || task.has("error")).isFalse();
        acknowledged(client.cancel(id));
        assertThat(client.get(id).result()).isEqualTo(task);
    }

    @Test
    void cancellation_thatAJobDoesNotHeedChangesNotHowItEnds() throws Exception {
        String id = client.begin("stubborn", "{}");
        assertThat(server.nextEvent()).isEqualTo("started");
        acknowledged(client.cancel(id));
        assertThat(server.nextEvent()).isEqualTo("asked to stop");
        assertThat(client.get(id).result().string("status")).isEqualTo("working");
        server.gate.release();
        assertThat(client.await(id, "completed").toString()).contains("done all the same");
    }

    @Test
    void cancellation_endsATaskThatAsks() throws Exception {
        String id = client.begin("asks", "{}");
        client.await(id, "input_required");
        acknowledged(client.cancel(id));
        assertThat(client.get(id).result().string("status")).isEqualTo("cancelled");
        acknowledged(client.update(id, json("{'name-1':") + YES + json(",'town-1':") + YES + "}"));
        assertThat(client.get(id).result().string("status")).isEqualTo("cancelled");
    }

    @Test
    void task_thatHasExpiredIsUnknownAndItsJobStopped() throws Exception {
        String id = client.begin("compute", "{}");
        assertThat(server.nextEvent()).isEqualTo("started");
        world.now = TaskServer.BEGIN.plusSeconds(3_600);
        assertThat(server.nextEvent()).isEqualTo("interrupted");
        assertUnknown(client, id);
    }

    @Test
    void task_thatWorksLongKeepsItsLease() throws Exception {
        String id = client.begin("compute", "{}");
        for (int minutes = 1; minutes < 5; minutes++) {
            awaitLeaseBeyond(id);
            world.now = world.now.plusSeconds(20);
        }
        assertThat(client.get(id).result().string("status")).isEqualTo("working");
    }

    private void awaitLeaseBeyond(String id) throws InterruptedException {
        TaskRecord record = world.store.find(id).orElseThrow();
        while (!TaskCodec.read(record).at(world.now.plusSeconds(20)).equals(TaskCodec.read(record))) {
            record = world.store
                    .awaitChange(id, record.revision(), Duration.ofSeconds(20))
                    .orElseThrow();
        }
    }

    // --- Whose it is

    @Test
    void task_ofAnotherCallerAndNoTaskAreTheSame() throws Exception {
        String id = client.begin("asks", "{}");
        client.await(id, "input_required");
        try (TaskClient eve = new TaskClient(cell.open(server.build(), Caller.anonymous("eve")), world.store)) {
            assertUnknown(eve, id);
            assertUnknown(eve, NONE);
            assertUnknown(eve, "../" + "x".repeat(10_000));
        }
        assertThat(client.get(id).result().string("status")).isEqualTo("input_required");
    }

    @Test
    void client_thatDoesNotFollowTasksIsToldWhatItLacks() throws Exception {
        String id = client.begin("asks", "{}");
        client.peer.declare(json("{'elicitation':{}}"));
        for (Answer answer : List.of(
                client.get(id),
                client.get(NONE),
                client.update(id, "{}"),
                client.cancel(id),
                client.peer.ask("subscriptions/listen", json("{'notifications':{'taskIds':['") + id + json("']}}")))) {
            assertThat(answer.error()).isEqualTo(Peer.object("""
                {"code":-32021,"message":"The client did not declare a capability this request needs",
                "data":{"requiredCapabilities":{"extensions":{"io.modelcontextprotocol/tasks":{}}}}}\
                """));
            assertThat(answer.status()).isEqualTo(cell.status(400));
        }
    }

    @Test
    void methods_thatAreNoMoreAreUnknown() throws Exception {
        for (String method : List.of("tasks/result", "tasks/list")) {
            Answer answer = client.peer.ask(method, json("{'taskId':'") + NONE + json("'}"));
            assertThat(answer.code()).isEqualTo(-32601);
            assertThat(answer.status()).isEqualTo(cell.status(404));
        }
    }

    // --- Limits and failures

    @Test
    void call_beyondTheJobsThatMayRunIsRefused() throws Exception {
        for (int i = 0; i < 4; i++) {
            client.begin("compute", "{}");
        }
        assertThat(client.peer.call("compute", "{}").result().toString())
                .contains(json("'isError':true"), "tasks_of_all", "Too many tasks are running");
        server.gate.release(4);
    }

    @Test
    void call_thatTheStoreHasNoRoomForIsRefusedAndNotBegun() throws Exception {
        for (int i = 0; i < 5; i++) {
            client.await(client.begin("fails", "{}"), "completed");
        }
        assertThat(client.peer.call("compute", "{}").error().toString()).contains("-32603", "no room");
        assertThat(server.events).isEmpty();
        world.now = TaskServer.BEGIN.plusSeconds(3_600);
        client.begin("compute", "{}");
    }

    @Test
    void store_thatCannotBeReachedIsAnInternalErrorAndBeginsNothing() throws Exception {
        String id = client.begin("asks", "{}");
        client.await(id, "input_required");
        server.store.cut = true;
        for (Answer answer : List.of(
                client.peer.call("compute", "{}"), client.get(id), client.update(id, "{}"), client.cancel(id))) {
            assertThat(answer.error()).isEqualTo(Peer.object(json("{'code':-32603,'message':'Internal error'}")));
        }
        assertThat(server.events).doesNotContain("started");
        server.store.cut = false;
        assertThat(client.get(id).result().string("status")).isEqualTo("input_required");
    }

    @Test
    void job_thatEndsWhileTheStoreCannotBeReachedIsRecordedLater() throws Exception {
        String id = client.begin("compute", "{}");
        assertThat(server.nextEvent()).isEqualTo("started");
        server.store.cut = true;
        server.gate.release();
        assertThat(client.get(id).code()).isEqualTo(-32603);
        server.store.cut = false;
        client.await(id, "completed");
    }

    @Test
    void result_thatTheStoreDoesNotTakeMakesTheTaskFail() throws Exception {
        String id = client.begin("compute", "{}");
        assertThat(server.nextEvent()).isEqualTo("started");
        server.store.refused = "computed for";
        server.gate.release();
        server.store.refusals.acquire();
        for (int i = 0; i < 2; i++) {
            awaitLeaseBeyond(id);
            world.now = world.now.plusSeconds(20);
        }
        assertThat(client.await(id, "failed").string("statusMessage"))
                .isEqualTo("The result of the task could not be stored");
    }

    private static void acknowledged(Answer answer) {
        assertThat(answer.result().without("_meta")).isEqualTo(Peer.object(json("{'resultType':'complete'}")));
    }

    private static void assertUnknown(TaskClient client, String id) throws Exception {
        for (Answer answer : List.of(client.get(id), client.update(id, "{}"), client.cancel(id))) {
            assertThat(answer.error())
                    .isEqualTo(Peer.object(json("{'code':-32602,'message':'Task not found or expired'}")));
            assertThat(answer.status()).isEqualTo(client.peer instanceof HttpPeer ? 200 : 0);
        }
    }

    private static Iterable<String> keys(JsonObject task) {
        return Objects.requireNonNull(task.object("inputRequests")).keys();
    }
}
