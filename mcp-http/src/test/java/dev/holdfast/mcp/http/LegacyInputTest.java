package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.InputPolicy;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.AskingServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.StdioPeer;
import dev.holdfast.mcp.internal.flight.Inquiries;
import dev.holdfast.mcp.internal.wire.Message;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of the server's own in the handshake era, and clients that do not answer them well. */
final class LegacyInputTest {
    private static final JsonObject GREET = Peer.object(json("{'name':'greet','arguments':{}}"));
    private static final String ACCEPT = json("{'action':'accept','content':{'name':'Ada'}}");

    static List<Cell> cells() {
        return InputEveryRevisionTest.cells().stream()
                .filter(cell -> !cell.version().isModern())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void request_isAMessageWithAnIdOfItsOwn(Cell cell) throws Exception {
        try (AskedClient client = open(cell, InputPolicy.standard())) {
            Json call = client.begin(GREET);
            JsonObject request = client.next();
            assertThat(request.keys()).containsExactlyInAnyOrder("jsonrpc", "id", "method", "params");
            assertThat(request.string("id")).startsWith("s-");
            client.send(answer(request, "result", ACCEPT));
            JsonObject result = client.next();
            assertThat(result.get("id")).isEqualTo(call);
            assertThat(InputEveryRevisionTest.text(result)).isEqualTo("Hello, Ada!");
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void answers_toSomethingElseAreIgnored(Cell cell) throws Exception {
        try (AskedClient client = open(cell, InputPolicy.standard())) {
            client.begin(GREET);
            JsonObject request = client.next();
            client.send(answer(request.with("id", Json.of("s-unknown")), "result", ACCEPT));
            client.send(answer(request, "result", json("{'action':'cancel'}")));
            client.send(answer(request, "result", ACCEPT));
            assertThat(InputEveryRevisionTest.text(client.next())).isEqualTo("Ask me later.");
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void answer_thatIsAnErrorOrNoObjectFailsTheTool(Cell cell) throws Exception {
        try (AskedClient client = open(cell, InputPolicy.standard())) {
            client.begin(GREET);
            client.send(answer(client.next(), "error", json("{'code':-1,'message':'No.'}")));
            assertFailed(client.next(), "The client answered elicitation/create with an error");
            client.begin(GREET);
            client.send(answer(client.next(), "result", "7"));
            assertFailed(client.next(), "The client answered elicitation/create with an error");
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void request_thatIsNotAnsweredInTimeIsCancelled(Cell cell) throws Exception {
        try (AskedClient client = open(cell, InputPolicy.standard().withAnswerTimeout(Duration.ofMillis(20)))) {
            client.begin(GREET);
            JsonObject request = client.next();
            JsonObject cancelled = client.next();
            assertThat(cancelled.string("method")).isEqualTo("notifications/cancelled");
            assertThat(Objects.requireNonNull(cancelled.object("params")).get("requestId"))
                    .isEqualTo(request.get("id"));
            assertFailed(client.next(), "The client did not answer elicitation/create in time");
            client.send(answer(request, "result", ACCEPT));
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void tool_thatAsksForEverFails(Cell cell) throws Exception {
        try (AskedClient client = open(cell, InputPolicy.standard().withMaxRounds(3))) {
            JsonObject message = client.call("endless", "{}", request -> Peer.object(json("{'roots':[]}")));
            assertFailed(message, "This asked the client for input 3 times without finishing");
            assertThat(client.asked).hasSize(3);
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void calls_thatAskAtTheSameTimeGetTheirOwnAnswers(Cell cell) throws Exception {
        try (AskedClient client = open(cell, InputPolicy.standard())) {
            client.begin(GREET);
            JsonObject first = client.next();
            client.begin(GREET);
            JsonObject second = client.next();
            client.send(answer(second, "result", ACCEPT));
            assertThat(InputEveryRevisionTest.text(client.next())).isEqualTo("Hello, Ada!");
            client.send(answer(first, "result", json("{'action':'decline'}")));
            assertThat(InputEveryRevisionTest.text(client.next())).isEqualTo("No name, then.");
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void call_canBeCancelledWhileItsClientIsAsked(Cell cell) throws Exception {
        try (AskedClient client = open(cell, InputPolicy.standard())) {
            Json call = client.begin(GREET);
            client.next();
            client.send(
                    Peer.object(json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':%s}}")
                            .formatted(call)));
            JsonObject message = client.call("checkpoint", "{}", request -> request);
            assertThat(InputEveryRevisionTest.text(message)).startsWith("went on");
        }
    }

    @Test
    void stdioClient_thatEndsItsInputIsWaitedForNoLonger() throws Exception {
        try (StdioPeer peer = StdioPeer.silent(server(InputPolicy.standard()), ProtocolVersion.V2025_11_25)) {
            peer.sendRaw(Peer.initialize(ProtocolVersion.V2025_11_25));
            peer.writeLine(json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':") + GREET + "}");
            peer.receive();
            peer.hangUp();
            assertFailed((JsonObject) peer.receive(), "The client left before it answered elicitation/create");
            peer.awaitEnd();
        }
    }

    @Test
    void httpClient_thatTakesNoStreamIsNotAsked() throws Exception {
        try (HttpPeer peer = HttpPeer.open(server(InputPolicy.standard()), ProtocolVersion.V2025_11_25)) {
            String call = json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':") + GREET + "}";
            Map<String, String> headers = new LinkedHashMap<>(peer.headers(call));
            headers.put("Accept", "application/json");
            assertFailed(
                    HttpPeer.answer(peer.post(call, headers)).message(),
                    "This needs input from the client, which takes an event stream and no batch");
        }
    }

    @Test
    void oldestRevision_knowsNoElicitation() throws Exception {
        for (Cell.Transport transport : Cell.Transport.values()) {
            Cell cell = new Cell(transport, ProtocolVersion.V2025_03_26);
            try (AskedClient client = open(cell, InputPolicy.standard())) {
                assertFailed(
                        client.call("greet", "{}", request -> request),
                        json("This needs client capabilities that were not declared: {'elicitation':{}}"));
                JsonObject asked = client.call("adapt", "{}", request -> Peer.object(json("{'model':'m'}")));
                assertThat(InputEveryRevisionTest.text(asked)).isEqualTo("adapted");
            }
        }
    }

    @Test
    void answer_countsInTheSessionThatWasAskedOnly() throws Exception {
        Inquiries inquiries = new Inquiries();
        Json id = inquiries.newId();
        var waiting = inquiries.expect("mine", id);
        Message message = Message.of(JsonObject.of("id", id, "result", JsonObject.EMPTY));
        Message.Response response = (Message.Response) message;
        inquiries.answer("theirs", response);
        assertThat(waiting).isNotDone();
        inquiries.answer("mine", response);
        assertThat(waiting).isDone();
    }

    private static McpServer server(InputPolicy policy) {
        return AskingServer.builder().input(policy).build();
    }

    private static AskedClient open(Cell cell, InputPolicy policy) throws Exception {
        return AskedClient.open(cell, server(policy), AskedClient.ALL);
    }

    private static JsonObject answer(JsonObject request, String member, String value) {
        return JsonObject.of(
                "jsonrpc", Json.of("2.0"), "id", Objects.requireNonNull(request.get("id")), member, Json.parse(value));
    }

    private static void assertFailed(JsonObject message, String why) {
        assertThat(InputEveryRevisionTest.text(message)).isEqualTo(why);
        assertThat(Objects.requireNonNull(message.object("result")).bool("isError"))
                .isTrue();
    }
}
