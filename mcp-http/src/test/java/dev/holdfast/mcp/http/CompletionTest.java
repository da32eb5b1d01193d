package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Completion;
import dev.holdfast.mcp.CompletionRequest;
import dev.holdfast.mcp.PromptArgument;
import dev.holdfast.mcp.PromptDefinition;
import dev.holdfast.mcp.PromptResult;
import dev.holdfast.mcp.RequestContext;
import dev.holdfast.mcp.ResourceTemplate;
import dev.holdfast.mcp.fixture.ConformancePrompts;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Completion in every revision over every transport. */
@ParameterizedClass
@MethodSource("dev.holdfast.mcp.http.Cell#all")
final class CompletionTest {
    private static final String PROMPT = json("{'type':'ref/prompt','name':'greet'}");
    private static final String TEMPLATE = json("{'type':'ref/resource','uri':'test://{name}'}");

    private final Cell cell;
    private Peer peer;

    CompletionTest(Cell cell) {
        this.cell = cell;
    }

    @BeforeEach
    void open() throws Exception {
        peer = cell.open(new FixtureServer()
                .builder()
                .prompt(ConformancePrompts.prompt(
                        PromptDefinition.of("greet", "Greets", PromptArgument.required("name", "Whom")),
                        call -> PromptResult.of()))
                .completions(CompletionTest::propose)
                .build());
    }

    @AfterEach
    void close() {
        peer.close();
    }

    private static Completion propose(CompletionRequest request, RequestContext context) {
        return switch (request.value()) {
            case "" -> Completion.NONE;
            case "many" ->
                Completion.of(IntStream.range(0, 101).mapToObj(i -> "v" + i).toList());
            default ->
                new Completion(
                        List.of(switch (request.subject()) {
                                    case CompletionRequest.OfPrompt prompt -> prompt.name();
                                    case CompletionRequest.OfTemplate template -> template.uriTemplate();
                                }
                                + " " + request.argument() + " " + request.value() + " " + request.others()),
                        null,
                        false);
        };
    }

    @Test
    void values_areProposedForAPromptAndATemplate() throws Exception {
        Answer answer = complete(PROMPT, "name", "a", json(",'context':{'arguments':{'tone':'kind'}}"));
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.result().object("completion")).isEqualTo(Peer.object("""
                {"values":["greet name a {tone=kind}"],"hasMore":false}"""));
        assertThat(answer.result().has("resultType")).isEqualTo(cell.version().isModern());
        assertThat(complete(TEMPLATE, "name", "b", "").result().object("completion"))
                .isEqualTo(Peer.object(json("{'values':['test://{name} name b {}'],'hasMore':false}")));
    }

    @Test
    void values_mayBeNone() throws Exception {
        assertThat(complete(PROMPT, "name", "", "").result().object("completion"))
                .isEqualTo(Peer.object(json("{'values':[],'total':0,'hasMore':false}")));
    }

    @Test
    void values_areAHundredAtMost() throws Exception {
        JsonObject completion = Objects.requireNonNull(
                complete(PROMPT, "name", "many", "").result().object("completion"));
        assertThat(completion.array("values")).hasSize(100);
        assertThat(completion.without("values")).isEqualTo(Peer.object(json("{'total':101,'hasMore':true}")));
        List<String> tooMany = IntStream.range(0, 101).mapToObj(i -> "v").toList();
        assertThatIllegalArgumentException().isThrownBy(() -> new Completion(tooMany, null, true));
    }

    @Test
    void request_forWhatIsNotOfferedIsAnInvalidParameter() throws Exception {
        for (String params : List.of(
                "{}",
                json("{'ref':") + PROMPT + "}",
                json("{'ref':") + PROMPT + json(",'argument':{'name':'name'}}"),
                json("{'ref':") + PROMPT + json(",'argument':{'name':'nope','value':''}}"),
                json("{'ref':") + TEMPLATE + json(",'argument':{'name':'nope','value':''}}"),
                json("{'ref':{'type':'ref/prompt','name':'no'},'argument':{'name':'name','value':''}}"),
                json("{'ref':{'type':'ref/resource','uri':'x:{name}'},'argument':{'name':'name','value':''}}"),
                json("{'ref':{'type':'ref/no','name':'greet'},'argument':{'name':'name','value':''}}"),
                json("{'argument':{'name':'name','value':''}}"))) {
            Answer answer = peer.ask("completion/complete", params);
            assertThat(answer.status()).isEqualTo(cell.status(200));
            assertThat(answer.code()).as(params).isEqualTo(-32602);
        }
    }

    @Test
    void completion_isNoMethodOfAServerWithoutIt() throws Exception {
        try (Peer other = cell.open(new FixtureServer().build())) {
            assertThat(other.ask("completion/complete", "{}").code()).isEqualTo(-32601);
        }
    }

    @Test
    void template_hasTheVariablesOfItsExpressions() {
        ResourceTemplate template = new ResourceTemplate("a://{x}/{+y,z*}{?q:3}", "t", null, null, null);
        assertThat(List.of("x", "y", "z", "q")).allMatch(template::hasVariable);
        assertThat(List.of("a", "+y", "z*", "q:3", "")).noneMatch(template::hasVariable);
    }

    private Answer complete(String ref, String argument, String value, String rest) throws Exception {
        return peer.ask(
                "completion/complete",
                json("{'ref':%s,'argument':{'name':'%s','value':'%s'}%s}").formatted(ref, argument, value, rest));
    }
}
