package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Completion;
import dev.holdfast.mcp.Content;
import dev.holdfast.mcp.Icon;
import dev.holdfast.mcp.Implementation;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.PromptArgument;
import dev.holdfast.mcp.PromptDefinition;
import dev.holdfast.mcp.PromptMessage;
import dev.holdfast.mcp.PromptResult;
import dev.holdfast.mcp.fixture.ConformancePrompts;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server with every feature answers no member, no capability and no kind of content that the revision of the session
 * does not define: its clients may be strict.
 */
@ParameterizedClass
@MethodSource("dev.holdfast.mcp.http.LegacyEraTest#cells")
final class RevisionMembersTest {
    private static final List<String> DEFINED = List.of("""
        2024-11-05
        initialize: protocolVersion capabilities serverInfo instructions
        capabilities: logging prompts resources tools
        serverInfo: name version
        tools: name description inputSchema
        resources: uri name description mimeType size
        resourceTemplates: uriTemplate name description mimeType
        prompts: name description arguments
        arguments: name description required
        call: content isError
        content: text image resource
        progress: progressToken progress total\
        """, """
        2025-03-26
        capabilities: completions
        tools: annotations
        content: audio
        progress: message\
        """, """
        2025-06-18
        serverInfo: title
        tools: title outputSchema
        resources: title annotations
        resourceTemplates: title
        prompts: title
        arguments: title
        call: structuredContent
        content: resource_link\
        """, """
        2025-11-25
        serverInfo: description websiteUrl icons\
        """);

    private final Cell cell;
    private final Set<String> defined = new TreeSet<>();
    private final Set<String> seen = new TreeSet<>();

    RevisionMembersTest(Cell cell) {
        this.cell = cell;
        for (String addition : DEFINED) {
            List<String> lines = addition.lines().toList();
            if (lines.getFirst().compareTo(cell.version().text()) <= 0) {
                lines.stream().skip(1).forEach(line -> defined.addAll(named(line)));
            }
        }
    }

    private static List<String> named(String line) {
        int colon = line.indexOf(':');
        return Arrays.stream(line.substring(colon + 2).split(" ", -1))
                .map(member -> line.substring(0, colon) + "." + member)
                .toList();
    }

    @Test
    void answers_haveEveryMemberThatTheRevisionDefinesAndNoOther() throws Exception {
        try (Peer peer = cell.open(server())) {
            JsonObject opened = initialize(peer);
            note("initialize", opened);
            note("capabilities", opened.object("capabilities"));
            note("serverInfo", opened.object("serverInfo"));
            for (String list : List.of("tools", "resources", "prompts")) {
                noteAll(list, peer.ask(list + "/list", "{}").result().array(list));
            }
            JsonObject templates = peer.ask("resources/templates/list", "{}").result();
            noteAll("resourceTemplates", templates.array("resourceTemplates"));
            noteCalls(peer);
        }
        defined.removeAll(List.of("resources.annotations", "resourceTemplates.description")); // the fixture has none
        assertThat(seen).isEqualTo(defined);
    }

    private void noteCalls(Peer peer) throws Exception {
        for (String tool : List.of("echo", "refuse", "media", "array")) {
            JsonObject result = peer.call(tool, "{}").result();
            note("call", result);
            noteTypes(items(result.array("content")));
        }
        JsonObject prompt = peer.ask("prompts/get", json("{'name':'full','arguments':{'a':'b'}}"))
                .result();
        noteTypes(items(prompt.array("messages")).map(message -> Objects.requireNonNull(message.object("content"))));
        String counting = json("{'name':'count','_meta':{'progressToken':'p'}}");
        peer.ask("tools/call", counting).before().forEach(told -> note("progress", told.object("params")));
    }

    private JsonObject initialize(Peer peer) throws Exception {
        String request = Peer.initialize(cell.version());
        return (peer instanceof HttpPeer http ? HttpPeer.answer(http.post(request, Map.of())) : peer.sendRaw(request))
                .result();
    }

    private void note(String kind, @Nullable JsonObject object) {
        Objects.requireNonNull(object).keys().forEach(member -> seen.add(kind + "." + member));
    }

    private void noteAll(String kind, @Nullable JsonArray objects) {
        items(objects).forEach(object -> {
            note(kind, object);
            if (object.has("arguments")) {
                noteAll("arguments", object.array("arguments"));
            }
        });
    }

    private void noteTypes(Stream<JsonObject> blocks) {
        blocks.forEach(block -> seen.add("content." + block.string("type")));
    }

    private static Stream<JsonObject> items(@Nullable JsonArray array) {
        List<JsonObject> objects = new ArrayList<>();
        for (Json item : Objects.requireNonNull(array)) {
            objects.add((JsonObject) item);
        }
        return objects.stream();
    }

    private static McpServer server() {
        Implementation told = new Implementation(
                "n", "1", "Title", "Description", "https://example.com", List.of(new Icon("data:,", null, List.of())));
        PromptDefinition full = new PromptDefinition(
                "full", "Full", "Of everything", List.of(new PromptArgument("a", "An a", "One", true)));
        Content audio = Content.audio(new byte[] {1}, "audio/wav");
        return new FixtureServer()
                .builder(told)
                .prompt(ConformancePrompts.prompt(full, call -> PromptResult.of(PromptMessage.user(audio))))
                .completions((request, context) -> Completion.of(List.of()))
                .logging()
                .build();
    }
}
