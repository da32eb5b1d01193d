package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.AskingServer;
import dev.holdfast.mcp.fixture.Peer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a tool that asks its client comes to, however the client is asked. */
final class InputEveryRevisionTest {
    /** Every cell whose revision knows elicitation. */
    static List<Cell> cells() {
        return Cell.all().stream()
                .filter(cell -> cell.version().atLeast(ProtocolVersion.V2025_06_18))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void form_thatIsAcceptedGivesItsContent(Cell cell) throws Exception {
        try (AskedClient client = open(cell, json("{'elicitation':{}}"))) {
            assertThat(text(client.call("greet", "{}", InputEveryRevisionTest::accept)))
                    .isEqualTo("Hello, Ada!");
            JsonObject params =
                    JsonObject.of("message", Json.of("Your name?"), "requestedSchema", AskingServer.QUESTION);
            boolean knowsMode = cell.version().atLeast(ProtocolVersion.V2025_11_25);
            assertThat(client.asked)
                    .containsExactly(JsonObject.of(
                            "method",
                            Json.of("elicitation/create"),
                            "params",
                            knowsMode ? params.with("mode", Json.of("form")) : params));
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void form_thatIsDeclinedOrCancelledIsTheToolsToHandle(Cell cell) throws Exception {
        try (AskedClient client = open(cell, AskedClient.ALL)) {
            assertThat(text(client.call("greet", "{}", request -> Peer.object(json("{'action':'decline'}")))))
                    .isEqualTo("No name, then.");
            assertThat(text(client.call("greet", "{}", request -> Peer.object(json("{'action':'cancel'}")))))
                    .isEqualTo("Ask me later.");
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void requests_ofEveryKindAreAnsweredTogether(Cell cell) throws Exception {
        try (AskedClient client = open(cell, AskedClient.ALL)) {
            assertThat(text(client.call("everything", "{}", InputEveryRevisionTest::accept)))
                    .startsWith(json("'all-three' {'name':{'action':'accept'"))
                    .contains(json("'model':{'role':'assistant'"), json("'folders':{'roots':["));
            assertThat(client.asked)
                    .extracting(request -> request.string("method"))
                    .containsExactly("elicitation/create", "sampling/createMessage", "roots/list");
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void rounds_areAsManyAsTheToolNeeds(Cell cell) throws Exception {
        try (AskedClient client = open(cell, AskedClient.ALL)) {
            assertThat(text(client.call("steps", json("{'a':1}"), InputEveryRevisionTest::accept)))
                    .startsWith("known: [")
                    .contains("Ada");
            assertThat(client.asked).hasSize(3).doesNotHaveDuplicates();
            assertThat(client.rounds).isEqualTo(cell.version().isModern() ? 3 : 0);
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void state_aloneMeansToGoOnAtOnce(Cell cell) throws Exception {
        try (AskedClient client = open(cell, "{}")) {
            assertThat(text(client.call("checkpoint", "{}", InputEveryRevisionTest::accept)))
                    .isEqualTo(json("went on from 'half'"));
            assertThat(client.asked).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void tool_canAskForWhatTheClientDeclared(Cell cell) throws Exception {
        try (AskedClient client = open(cell, json("{'sampling':{}}"))) {
            assertThat(text(client.call("adapt", "{}", InputEveryRevisionTest::accept)))
                    .isEqualTo("adapted");
            assertThat(client.asked)
                    .extracting(request -> request.string("method"))
                    .containsExactly("sampling/createMessage");
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void capability_thatWasNotDeclaredIsNamedAndNothingAsked(Cell cell) throws Exception {
        try (AskedClient client = open(cell, json("{'sampling':{}}"))) {
            assertLacking(cell, client, "everything", json("{'elicitation':{},'roots':{}}"));
            assertLacking(cell, client, "greet", json("{'elicitation':{}}"));
            assertLacking(cell, client, "visit", json("{'elicitation':{'url':{}}}"));
            assertLacking(cell, client, "delegate", json("{'sampling':{'tools':{}}}"));
            assertThat(client.asked).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void modes_areThoseTheRevisionKnows(Cell cell) throws Exception {
        try (AskedClient client = open(cell, AskedClient.ALL)) {
            if (!cell.version().atLeast(ProtocolVersion.V2025_11_25)) {
                assertLacking(cell, client, "visit", json("{'elicitation':{'url':{}}}"));
                assertLacking(cell, client, "delegate", json("{'sampling':{'tools':{}}}"));
                return;
            }
            assertThat(text(client.call("visit", "{}", request -> Peer.object(json("{'action':'accept'}")))))
                    .isEqualTo("visited: accept");
            assertThat(text(client.call("delegate", "{}", InputEveryRevisionTest::accept)))
                    .isEqualTo("delegated");
            assertThat(at(client.asked.getFirst(), "params").has("elicitationId"))
                    .isEqualTo(!cell.version().isModern());
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void form_isNotAskedOfAClientThatShowsPagesAlone(Cell cell) throws Exception {
        if (cell.version().atLeast(ProtocolVersion.V2025_11_25)) {
            try (AskedClient client = open(cell, json("{'elicitation':{'url':{}}}"))) {
                assertLacking(cell, client, "greet", json("{'elicitation':{'form':{}}}"));
            }
        }
    }

    private static AskedClient open(Cell cell, String capabilities) throws Exception {
        return AskedClient.open(cell, AskingServer.builder().build(), capabilities);
    }

    /** A protocol error that names what is lacking in the stateless era, words for the model before that. */
    private static void assertLacking(Cell cell, AskedClient client, String tool, String lacking) throws Exception {
        JsonObject message = client.call(tool, "{}", InputEveryRevisionTest::accept);
        if (cell.version().isModern()) {
            JsonObject error = at(message, "error");
            assertThat(error.get("code")).isEqualTo(Json.of(-32021));
            assertThat(at(error, "data").get("requiredCapabilities")).isEqualTo(Json.parse(lacking));
            assertThat(client.status()).isEqualTo(cell.status(400));
        } else {
            assertThat(at(message, "result").bool("isError")).isTrue();
            assertThat(text(message)).endsWith("not declared: " + lacking);
        }
    }

    private static JsonObject accept(JsonObject request) {
        return Peer.object(
                switch (String.valueOf(request.string("method"))) {
                    case "elicitation/create" -> json("{'action':'accept','content':{'name':'Ada'}}");
                    case "sampling/createMessage" ->
                        json("{'role':'assistant','content':{'type':'text','text':'!'},'model':'m'}");
                    default -> json("{'roots':[{'uri':'file:///p'}]}");
                });
    }

    private static JsonObject at(JsonObject object, String member) {
        return Objects.requireNonNull(object.object(member), () -> member + " in " + object);
    }

    static String text(JsonObject message) {
        JsonArray content = Objects.requireNonNull(at(message, "result").array("content"));
        return Objects.requireNonNull(((JsonObject) content.get(0)).string("text"));
    }
}
