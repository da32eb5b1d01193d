package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.PromptCall;
import dev.holdfast.mcp.PromptDefinition;
import dev.holdfast.mcp.PromptMessage;
import dev.holdfast.mcp.PromptOutcome;
import dev.holdfast.mcp.PromptResult;
import dev.holdfast.mcp.RequestContext;
import dev.holdfast.mcp.ResourceCall;
import dev.holdfast.mcp.ResourceContents;
import dev.holdfast.mcp.ResourceOutcome;
import dev.holdfast.mcp.ResourcePage;
import dev.holdfast.mcp.ResourceProvider;
import dev.holdfast.mcp.ResourceTemplate;
import dev.holdfast.mcp.fixture.AskingServer;
import dev.holdfast.mcp.fixture.ConformancePrompts;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prompts and resources ask their client as tools do. */
final class AskingStepsTest {
    private static final String SECRET = "a secret";

    /** What can ask beside a tool. */
    enum Kind {
        PROMPT("prompts/get", json("{'name':'ask','arguments':{'a':'1'}}")),
        RESOURCE("resources/read", json("{'uri':'test://ask'}"));

        private final String method;
        private final String params;

        Kind(String method, String params) {
            this.method = method;
            this.params = params;
        }

        private JsonObject params() {
            return Peer.object(params);
        }
    }

    record Case(Kind kind, Cell cell) {}

    static List<Case> cases() {
        return InputEveryRevisionTest.cells().stream()
                .flatMap(cell -> List.of(Kind.values()).stream().map(kind -> new Case(kind, cell)))
                .toList();
    }

    static List<Case> modern() {
        return cases().stream().filter(one -> one.cell().version().isModern()).toList();
    }

    private static McpServer server() {
        return McpServer.builder(FixtureServer.IMPLEMENTATION)
                .prompt(ConformancePrompts.prompt(PromptDefinition.of("ask", "Asks first"), AskingStepsTest::prompt))
                .prompt(ConformancePrompts.prompt(
                        PromptDefinition.of("ask_too", "Asks first"), AskingStepsTest::prompt))
                .resources(new Resources())
                .build();
    }

    private static PromptOutcome prompt(PromptCall call) {
        return call.answers()
                .to("name")
                .<PromptOutcome>map(answer -> PromptResult.of(PromptMessage.user(said(answer, call.state()))))
                .orElseGet(AskingStepsTest::asked);
    }

    private static Outcome.InputRequired asked() {
        return new Outcome.InputRequired(
                Map.of("name", InputRequest.form("Your name?", AskingServer.QUESTION)), Json.of(SECRET));
    }

    private static String said(JsonObject answer, @Nullable Json state) {
        return answer.string("action") + " with " + state;
    }

    private static final class Resources implements ResourceProvider {
        @Override
        public ResourcePage list(@Nullable String cursor, RequestContext context) {
            return ResourcePage.of(List.of());
        }

        @Override
        public List<ResourceTemplate> templates() {
            return List.of();
        }

        @Override
        public Optional<ResourceOutcome> read(ResourceCall call) {
            if (!call.uri().startsWith("test://ask")) {
                return Optional.empty();
            }
            return Optional.of(call.answers()
                    .to("name")
                    .<ResourceOutcome>map(
                            answer -> ResourceContents.text(call.uri(), "text/plain", said(answer, call.state())))
                    .orElseGet(AskingStepsTest::asked));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void step_goesOnWithTheAnswerAndItsState(Case one) throws Exception {
        try (AskedClient client = AskedClient.open(one.cell(), server(), AskedClient.ALL)) {
            JsonObject message = client.request(one.kind().method, one.kind().params(), answering("decline"));
            assertThat(message.object("result"))
                    .asString()
                    .contains("decline with \\\"a secret\\\"")
                    .doesNotContain("isError");
            assertThat(client.asked)
                    .extracting(request -> request.string("method"))
                    .containsExactly("elicitation/create");
            assertThat(client.rounds).isEqualTo(one.cell().version().isModern() ? 1 : 0);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void client_thatCannotBeAskedIsToldWhatItLacks(Case one) throws Exception {
        try (AskedClient client = AskedClient.open(one.cell(), server(), "{}")) {
            JsonObject message = client.request(one.kind().method, one.kind().params(), answering("accept"));
            JsonObject error = Objects.requireNonNull(message.object("error"), message::toString);
            boolean modern = one.cell().version().isModern();
            assertThat(error.get("code")).isEqualTo(Json.of(modern ? -32021 : -32603));
            assertThat(error.toString()).contains("elicitation");
            assertThat(client.asked).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("modern")
    void state_isGoodForTheSameRequestAlone(Case one) throws Exception {
        try (AskedClient client = AskedClient.open(one.cell(), server(), AskedClient.ALL)) {
            JsonObject asked = client.ask(one.kind().method, one.kind().params(), answering("accept"));
            JsonObject carried = Peer.object(json("{'inputResponses':{'name':{'action':'accept'}}}"))
                    .with("requestState", state(asked));
            for (Kind kind : Kind.values()) {
                for (String params : List.of(kind.params, kind.params.replace("ask", "ask_too"))) {
                    JsonObject message =
                            client.ask(kind.method, merged(Peer.object(params), carried), answering("accept"));
                    boolean same = kind == one.kind() && Peer.object(params).equals(kind.params());
                    assertThat(message.has("result")).as("%s", message).isEqualTo(same);
                    assertThat(message.toString()).contains(same ? SECRET : "Invalid or expired requestState");
                }
            }
        }
    }

    private static Json state(JsonObject asked) {
        JsonObject result = Objects.requireNonNull(asked.object("result"));
        assertThat(result.toString()).doesNotContain(SECRET);
        return Objects.requireNonNull(result.get("requestState"));
    }

    private static JsonObject merged(JsonObject params, JsonObject more) {
        JsonObject merged = params;
        for (Map.Entry<String, Json> entry : more.entries()) {
            merged = merged.with(entry.getKey(), entry.getValue());
        }
        return merged;
    }

    private static UnaryOperator<JsonObject> answering(String action) {
        return request -> JsonObject.of("action", Json.of(action));
    }
}
