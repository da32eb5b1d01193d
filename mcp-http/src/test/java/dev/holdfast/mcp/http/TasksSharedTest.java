package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.TaskServer;
import dev.holdfast.mcp.http.Cell.Transport;
import dev.holdfast.mcp.internal.task.Task;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks of two instances that share a store and nothing else. */
@ParameterizedClass
@EnumSource
final class TasksSharedTest {
    private static final String YES = json("{'action':'accept','content':{'name':'Ada'}}");
    private static final String BOTH = json("{'name-1':") + YES + json(",'town-1':") + YES + "}";

    private final Cell cell;
    private final TaskServer.World world = new TaskServer.World(100);
    private final TaskServer one = world.instance();
    private final TaskServer two = world.instance();
    private TaskClient first;
    private TaskClient second;

    TasksSharedTest(Transport transport) {
        this.cell = new Cell(transport, ProtocolVersion.V2026_07_28);
    }

    @BeforeEach
    void open() throws Exception {
        first = new TaskClient(cell.open(one.build()), world.store);
        second = new TaskClient(cell.open(two.build()), world.store);
    }

    @AfterEach
    void close() {
        one.gate.release(100);
        first.close();
        second.close();
    }

    @Test
    void task_isTheSameWhicheverInstanceIsAsked() throws Exception {
        String id = first.begin("compute", "{}");
        JsonObject here = first.awaitMessage(id, "1 of 4");
        assertThat(second.get(id).result())
                .as("progress is known where the job runs")
                .isEqualTo(here.without("statusMessage"));
        one.gate.release();
        assertThat(second.await(id, "completed")).isEqualTo(first.get(id).result());
    }

    @Test
    void answers_mayReachAnyInstanceAndTheLastOneDecidesWhereTheJobGoesOn() throws Exception {
        String id = first.begin("asks", "{}");
        first.await(id, "input_required");
        first.update(id, json("{'name-1':") + YES + "}").result();
        second.update(id, json("{'town-1':") + YES + "}").result();
        assertThat(two.nextEvent()).isEqualTo("stepped");
        first.await(id, "input_required");
        first.update(id, json("{'name-2':") + YES + "}").result();
        assertThat(second.await(id, "completed").toString()).contains("known: ");
        assertThat(one.events).hasSize(2);
    }

    @Test
    void cancellation_reachesTheInstanceThatRunsTheJob() throws Exception {
        String id = first.begin("compute", "{}");
        assertThat(one.nextEvent()).isEqualTo("started");
        second.cancel(id).result();
        assertThat(one.nextEvent()).isEqualTo("interrupted");
        second.await(id, "cancelled");
    }

    @Test
    void task_ofAnotherCallerIsUnknownToEveryInstance() throws Exception {
        String id = first.begin("asks", "{}");
        first.await(id, "input_required");
        try (TaskClient eve = new TaskClient(cell.open(two.build(), Caller.anonymous("eve")), world.store)) {
            assertThat(eve.get(id).code()).isEqualTo(-32602);
            assertThat(eve.update(id, BOTH).code()).isEqualTo(-32602);
            assertThat(eve.cancel(id).code()).isEqualTo(-32602);
        }
        first.await(id, "input_required");
    }

    @Test
    void task_thatAsksOutlivesTheInstanceThatBeganIt() throws Exception {
        String id = first.begin("asks", "{}");
        first.await(id, "input_required");
        first.close();
        one.store.cut = true;
        world.now = world.now.plus(Duration.ofMinutes(30));
        second.update(id, BOTH).result();
        second.await(id, "input_required");
        second.update(id, json("{'name-2':") + YES + "}").result();
        second.await(id, "completed");
    }

    @Test
    void task_thatRunsAnswersTheInstanceThatAsks() throws Exception {
        String id = first.begin("compute", "{}");
        first.awaitMessage(id, "1 of 4");
        long begun = revision(id);
        for (int lease = 0; lease < 3; lease++) {
            world.now = world.now.plus(Duration.ofSeconds(30));
            first.get(id);
            assertThat(revision(id)).as("where it runs, looking costs nothing").isEqualTo(begun + 2L * lease);
            assertThat(second.get(id).result().string("status")).isEqualTo("working");
            long answered = begun + 2L * lease + 2;
            await().until(() -> revision(id) == answered);
            assertThat(second.get(id).result().string("statusMessage")).isEqualTo("1 of 4");
            assertThat(revision(id)).as("asked once a lease").isEqualTo(answered);
        }
    }

    private long revision(String id) {
        return world.store.find(id).orElseThrow().revision();
    }

    @Test
    void task_whoseInstanceIsLostIsFailedOnceItDoesNotAnswer() throws Exception {
        String id = first.begin("compute", "{}");
        first.awaitMessage(id, "1 of 4");
        assertThat(one.nextEvent()).isEqualTo("started");
        one.store.cut = true;
        world.now = world.now.plus(Duration.ofSeconds(29));
        assertThat(second.get(id).result().string("status")).isEqualTo("working");
        world.now = world.now.plus(Duration.ofSeconds(1));
        assertThat(second.get(id).result().string("status")).as("asked now").isEqualTo("working");
        world.now = world.now.plus(Duration.ofSeconds(30));
        JsonObject failed = second.get(id).result();
        assertThat(failed.string("status")).isEqualTo("failed");
        assertThat(failed.string("statusMessage")).isEqualTo(Task.LOST);
        assertThat(failed.object("error"))
                .isEqualTo(Peer.object(json("{'code':-32603,'message':'") + Task.LOST + json("'}")));
        one.store.cut = false;
        assertThat(one.nextEvent()).isEqualTo("interrupted");
        assertThat(first.get(id).result()).isEqualTo(failed);
    }
}
