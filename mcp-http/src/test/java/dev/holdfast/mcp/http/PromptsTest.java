package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Content;
import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.PromptArgument;
import dev.holdfast.mcp.PromptCall;
import dev.holdfast.mcp.PromptDefinition;
import dev.holdfast.mcp.PromptMessage;
import dev.holdfast.mcp.PromptOutcome;
import dev.holdfast.mcp.PromptResult;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.ConformancePrompts;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Prompts in every revision over every transport. */
@ParameterizedClass
@MethodSource("dev.holdfast.mcp.http.Cell#all")
final class PromptsTest {
    private static final PromptDefinition GREET = new PromptDefinition(
            "greet",
            "Greeting",
            "Greets a person",
            List.of(new PromptArgument("name", "Name", "Whom", true), PromptArgument.optional("tone", "How")));

    private final Cell cell;
    private Peer peer;

    PromptsTest(Cell cell) {
        this.cell = cell;
    }

    @BeforeEach
    void open() throws Exception {
        peer = cell.open(McpServer.builder(FixtureServer.IMPLEMENTATION)
                .prompt(ConformancePrompts.prompt(GREET, PromptsTest::greet))
                .prompt(ConformancePrompts.prompt(PromptDefinition.of("ask", "Asks first"), PromptsTest::ask))
                .pageSize(1)
                .build());
    }

    @AfterEach
    void close() {
        peer.close();
    }

    private static PromptOutcome greet(PromptCall call) {
        return new PromptResult(
                "For " + call.arguments().get("name"),
                List.of(
                        PromptMessage.user("Hello, " + call.arguments()),
                        PromptMessage.assistant("Hello."),
                        PromptMessage.user(new Content.ResourceLink("test://text", "text", null, null, null))));
    }

    private static PromptOutcome ask(PromptCall call) {
        return call.answers()
                .to("name")
                .<PromptOutcome>map(answer -> PromptResult.of(PromptMessage.user("Hello, " + answer.string("action"))))
                .orElseGet(() -> new Outcome.InputRequired(
                        Map.of("name", InputRequest.form("Your name?", FixtureServer.ANY_OBJECT)), null));
    }

    @Test
    void prompts_areListedInPagesWithWhatTheRevisionKnows() throws Exception {
        JsonObject first = peer.ask("prompts/list", "{}").result();
        JsonObject greet = Peer.object(cell.version().atLeast(ProtocolVersion.V2025_06_18) ? """
                        {"name":"greet","title":"Greeting","description":"Greets a person","arguments":[
                        {"name":"name","title":"Name","description":"Whom","required":true},
                        {"name":"tone","description":"How"}]}""" : """
                        {"name":"greet","description":"Greets a person","arguments":[
                        {"name":"name","description":"Whom","required":true},
                        {"name":"tone","description":"How"}]}""");
        assertThat(first.array("prompts")).containsExactly(greet);
        assertThat(first.has("ttlMs")).isEqualTo(cell.version().isModern());
        assertThat(first.has("cacheScope")).isEqualTo(cell.version().isModern());
        assertThat(first.has("resultType")).isEqualTo(cell.version().isModern());

        JsonObject second = peer.ask("prompts/list", json("{'cursor':'%s'}").formatted(first.string("nextCursor")))
                .result();
        assertThat(second.array("prompts"))
                .containsExactly(Peer.object(json("{'name':'ask','description':'Asks first'}")));
        assertThat(second.has("nextCursor")).isFalse();
    }

    @Test
    void cursor_thatBeginsNoPageIsAnInvalidParameter() throws Exception {
        assertThat(peer.ask("prompts/list", json("{'cursor':'x'}")).code()).isEqualTo(-32602);
    }

    @Test
    void prompt_isWrittenForItsArguments() throws Exception {
        Answer answer = get(json("{'name':'greet','arguments':{'name':'Ada'}}"));
        String link = cell.version().atLeast(ProtocolVersion.V2025_06_18)
                ? json("{'type':'resource_link','uri':'test://text','name':'text'}")
                : json("{'type':'text','text':'test://text'}");
        JsonObject written = Peer.object("""
                {"description":"For Ada","messages":[
                {"role":"user","content":{"type":"text","text":"Hello, {name=Ada}"}},
                {"role":"assistant","content":{"type":"text","text":"Hello."}},
                {"role":"user","content":%s}]}""".formatted(link));
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.result().without("_meta").without("resultType")).isEqualTo(written);
        assertThat(answer.result().has("resultType")).isEqualTo(cell.version().isModern());
        assertThat(answer.result().has("ttlMs")).isFalse();
    }

    @Test
    void prompt_unknownOrUnnamedIsAnInvalidParameter() throws Exception {
        Answer unknown = get(json("{'name':'nope'}"));
        assertThat(unknown.status()).isEqualTo(cell.status(200));
        assertThat(unknown.error())
                .isEqualTo(JsonObject.of("code", Json.of(-32602), "message", Json.of("Unknown prompt: nope")));
        assertThat(get("{}").code()).isEqualTo(-32602);
    }

    @Test
    void argument_missingOrNoTextIsAnInvalidParameter() throws Exception {
        for (String params : List.of(
                json("{'name':'greet'}"),
                json("{'name':'greet','arguments':{'tone':'kind'}}"),
                json("{'name':'greet','arguments':{'name':7}}"),
                json("{'name':'greet','arguments':[]}"))) {
            Answer answer = get(params);
            assertThat(answer.status()).isEqualTo(cell.status(200));
            assertThat(answer.code()).as(params).isEqualTo(-32602);
        }
    }

    @Test
    void prompt_mayAskTheClientFirst() throws Exception {
        assumeThat(cell.version().isModern()).isTrue();
        JsonObject asked = get(json("{'name':'ask'}")).result();
        assertThat(asked.string("resultType")).isEqualTo("input_required");
        assertThat(asked.toString()).contains("Your name?");
        JsonObject written = get(json("{'name':'ask','inputResponses':{'name':{'action':'decline'}}}"))
                .result();
        assertThat(written.toString()).contains("Hello, decline");
    }

    @Test
    void prompts_areNoMethodOfAServerWithoutThem() throws Exception {
        try (Peer other = cell.open(new FixtureServer().build())) {
            assertThat(other.ask("prompts/list", "{}").code()).isEqualTo(-32601);
            assertThat(other.ask("prompts/get", json("{'name':'greet'}")).code())
                    .isEqualTo(-32601);
        }
    }

    @Test
    void names_areUsedOnce() {
        McpServer.Builder builder = McpServer.builder(FixtureServer.IMPLEMENTATION)
                .prompt(ConformancePrompts.prompt(GREET, PromptsTest::greet))
                .prompt(ConformancePrompts.prompt(GREET, PromptsTest::ask));
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("greet");
        PromptArgument argument = PromptArgument.required("twice", "The same");
        assertThatIllegalArgumentException().isThrownBy(() -> PromptDefinition.of("p", "Wrong", argument, argument));
    }

    private Answer get(String params) throws Exception {
        return peer.ask("prompts/get", params);
    }
}
