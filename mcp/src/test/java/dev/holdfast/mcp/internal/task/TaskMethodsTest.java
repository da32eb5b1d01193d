package dev.holdfast.mcp.internal.task;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.ClientLog;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.TaskServer;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.flight.Flight;
import dev.holdfast.mcp.internal.flight.ProgressReports;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.Reply;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What no transcript shows of the extension's methods. */
final class TaskMethodsTest {
    @Test
    void task_whoseClientLeftBeforeItHeardOfItIsCancelled() throws Exception {
        TaskServer server = new TaskServer.World(10).instance();
        Tool compute = FixtureServer.tool("compute", server::compute);
        TaskMethods methods =
                new TaskMethods(new Tasks(server.policy(), name -> Optional.of(compute), result -> JsonObject.EMPTY));
        Request request = (Request)
                Message.of(Peer.object(json("{'jsonrpc':'2.0','id':1,'method':'x','params':{'name':'compute'}}")));
        Flight flight = new Flight(Caller.anonymous("guest"), message -> {});
        Call call = new Call(
                flight,
                ProtocolVersion.V2026_07_28,
                ClientCapabilities.NONE,
                ProgressReports.of(JsonObject.EMPTY, flight, ProtocolVersion.V2026_07_28),
                ClientLog.UNWANTED);
        Reply reply = flight.answer(running -> {
            methods.create(request, JsonObject.EMPTY, call, Json.of("go"));
            assertThat(server.started()).isTrue();
            running.cancel();
            return Reply.result(request.id(), new byte[0]);
        });
        assertThat(reply).isNull();
        assertThat(server.nextEvent()).isEqualTo("interrupted");
    }
}
