package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.StdioPeer;
import dev.holdfast.mcp.fixture.TaskServer;
import dev.holdfast.mcp.http.Cell.Transport;
import dev.holdfast.mcp.internal.task.Task;
import dev.holdfast.mcp.internal.task.TaskListening;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code notifications/tasks} to clients that listen, at the instance that runs the job or another. */
@ParameterizedClass
@EnumSource
final class TaskListenTest {
    private static final String YES = json("{'action':'accept','content':{'name':'Ada'}}");
    private static final String LISTEN = """
        {"jsonrpc":"2.0","id":"l","method":"subscriptions/listen","params":{"notifications":{"taskIds":%s}}}\
        """;

    private final Cell cell;
    private final TaskServer.World world = new TaskServer.World(100);
    private final TaskServer one = world.instance();
    private final TaskServer two = world.instance();
    private TaskClient client;
    private Peer listener;
    private @Nullable EventStream stream;

    TaskListenTest(Transport transport) {
        this.cell = new Cell(transport, ProtocolVersion.V2026_07_28);
    }

    @BeforeEach
    void open() throws Exception {
        client = new TaskClient(cell.open(one.build()), world.store);
        listener = cell.open(two.build());
        listener.declare(TaskServer.DECLARED);
    }

    @AfterEach
    void close() throws Exception {
        one.gate.release(100);
        if (stream != null) {
            stream.close();
        }
        listener.close();
        client.close();
    }

    @Test
    void listener_isToldWhatATaskIsAndWhatItBecomes() throws Exception {
        String id = client.begin("asks", "{}");
        JsonObject asking = client.await(id, "input_required");
        Callable<JsonObject> told = listen(json("['") + id + json("']"));
        assertThat(told.call()).isEqualTo(Peer.object("""
            {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{
            "_meta":{"io.modelcontextprotocol/subscriptionId":"l"},
            "notifications":{"taskIds":["%s"]}}}\
            """.formatted(id)));
        assertThat(told.call()).isEqualTo(notification(asking));
        client.update(id, json("{'name-1':") + YES + json(",'town-1':") + YES + "}")
                .result();
        assertThat(until(told, "name-2")).isEqualTo(notification(client.await(id, "input_required")));
        client.update(id, json("{'name-2':") + YES + "}").result();
        assertThat(until(told, "known: ")).isEqualTo(notification(client.await(id, "completed")));
    }

    @Test
    void listener_isToldOfNobodyElsesTask() throws Exception {
        String own = client.begin("fails", "{}");
        String foreign;
        try (TaskClient eve = new TaskClient(cell.open(one.build(), Caller.anonymous("eve")), world.store)) {
            foreign = eve.begin("fails", "{}");
        }
        Callable<JsonObject> told =
                listen(json("['") + foreign + json("','unknown','") + own + json("','") + own + json("']"));
        assertThat(told.call().toString()).contains(json("'taskIds':['") + own + json("']"));
        assertThat(until(told, "completed").toString()).contains(own);
    }

    @Test
    void listener_isToldThatATaskIsLost() throws Exception {
        String id = client.begin("compute", "{}");
        client.awaitMessage(id, "1 of 4");
        Callable<JsonObject> told = listen(json("['") + id + json("']"));
        told.call();
        assertThat(told.call().toString()).contains(json("'status':'working'"));
        one.store.cut = true;
        world.now = world.now.plus(Duration.ofSeconds(30));
        await().until(() ->
                world.store.find(id).orElseThrow().document().toString().contains("answerBy"));
        world.now = world.now.plus(Duration.ofSeconds(30));
        assertThat(told.call().toString()).contains(json("'status':'failed'"), Task.LOST);
    }

    @Test
    void listener_whoseStoreCannotBeReachedIsSentAway() throws Exception {
        String id = client.begin("compute", "{}");
        client.awaitMessage(id, "1 of 4");
        Callable<JsonObject> told = listen(json("['") + id + json("']"));
        told.call();
        told.call();
        two.store.cut = true;
        assertThat(told.call().without("jsonrpc").toString())
                .contains(json("'id':'l'"), json("'resultType':'complete'"));
    }

    @Test
    void listen_thatIsMalformedIsAnInvalidParameter() throws Exception {
        String many = "[" + json("'t',").repeat(TaskListening.MAX_TASKS) + json("'t']");
        for (String ids : List.of(json("'t'"), "[1]", "[null]", many)) {
            assertThat(listener.send(LISTEN.formatted(ids)).code()).as(ids).isEqualTo(-32602);
        }
    }

    private Callable<JsonObject> listen(String ids) throws Exception {
        String request = listener.shape(LISTEN.formatted(ids));
        if (listener instanceof StdioPeer stdio) {
            stdio.writeLine(request);
            return () -> (JsonObject) stdio.receive();
        }
        EventStream opened = EventStream.post((HttpPeer) listener, request);
        stream = opened;
        return opened::next;
    }

    /** What comes in between may be told or not, as only the present is. */
    private static JsonObject until(Callable<JsonObject> told, String text) throws Exception {
        JsonObject next = told.call();
        while (!next.toString().contains(text)) {
            next = told.call();
        }
        return next;
    }

    private static JsonObject notification(JsonObject task) {
        JsonObject params = task.without("resultType")
                .with("_meta", Peer.object(json("{'io.modelcontextprotocol/subscriptionId':'l'}")));
        return Peer.object(json("{'jsonrpc':'2.0','method':'notifications/tasks'}"))
                .with("params", params);
    }
}
