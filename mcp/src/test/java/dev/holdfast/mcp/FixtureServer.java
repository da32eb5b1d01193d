package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server with one tool for each thing a tool can do, and a few resources. */
final class FixtureServer {
    /** Both are kept, as the logging library forgets what it was told of a logger nobody holds. */
    static final Logger LOG = Logger.getLogger("dev.holdfast.mcp");

    private static final Logger HELIDON_LOG = Logger.getLogger("io.helidon");

    static {
        LOG.setUseParentHandlers(false);
        HELIDON_LOG.setLevel(Level.OFF);
    }

    static final Implementation IMPLEMENTATION = Implementation.of("fixture", "1.0");
    static final JsonObject ANY_OBJECT = JsonObject.of("type", Json.of("object"));

    /** What happened to calls of {@code hang}: "started", "interrupted", "cancelled". */
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** Lets calls of {@code wait} go on. */
    final CountDownLatch gate = new CountDownLatch(1);

    /** The body of a tool. */
    @FunctionalInterface
    interface Step {
        Outcome take(ToolCall call) throws InterruptedException;
    }

    McpServer.Builder builder() {
        return McpServer.builder(IMPLEMENTATION)
                .instructions("Call echo.")
                .tool(tool("echo", call -> Outcome.complete(call.arguments())))
                .tool(tool("refuse", call -> Outcome.complete(ToolResult.error(JsonObject.of("code", Json.of("no"))))))
                .tool(tool("boom", call -> {
                    throw new IllegalStateException("a secret");
                }))
                .tool(tool("die", call -> {
                    throw new StackOverflowError("a secret");
                }))
                .tool(tool("fail", call -> new Outcome.Failed(RpcError.invalidParams("not like this"))))
                .tool(tool(
                        "needy",
                        call -> new Outcome.Failed(
                                RpcError.missingClientCapability(JsonObject.of("sampling", JsonObject.EMPTY)))))
                .tool(tool("hang", this::hang))
                .tool(tool("wait", this::await))
                .tool(tool("count", FixtureServer::count))
                .tool(tool(
                        "array",
                        call -> Outcome.complete(
                                new ToolResult(List.of(Content.text("[1]")), JsonArray.of(Json.of(1)), false))))
                .tool(tool("media", FixtureServer::media))
                .tool(tool(
                        "who",
                        call -> Outcome.complete(
                                ToolResult.text(call.context().caller().subject() + " in "
                                        + call.context().version()))))
                .tool(tool("ask", FixtureServer::ask))
                .tool(tool("carry", call -> new Outcome.InputRequired(Map.of(), Json.of("secret state"))))
                .resources(new Resources());
    }

    McpServer build() {
        return builder().build();
    }

    /** The same with prompts, completions, logging and changes. */
    McpServer.Builder everything(Changes changes) {
        McpServer.Builder builder = builder();
        ConformancePrompts.addTo(builder);
        return builder.completions((request, context) -> Completion.of(List.of(request.value())))
                .logging()
                .changes(changes);
    }

    static Tool tool(String name, Step step) {
        return tool(
                new ToolDefinition(
                        name, "The " + name, "Does " + name, ANY_OBJECT, ANY_OBJECT, ToolAnnotations.READ_ONLY),
                step);
    }

    static Tool tool(ToolDefinition definition, Step step) {
        return new Tool() {
            @Override
            public ToolDefinition definition() {
                return definition;
            }

            @Override
            public Outcome call(ToolCall call) throws InterruptedException {
                return step.take(call);
            }
        };
    }

    /** The next thing that happened to a hanging call. */
    String nextEvent() throws InterruptedException {
        String event = events.poll(20, TimeUnit.SECONDS);
        return event == null ? "nothing" : event;
    }

    /** The next two things, in the order of the alphabet. */
    List<String> nextTwoEvents() throws InterruptedException {
        return Stream.of(nextEvent(), nextEvent()).sorted().toList();
    }

    private Outcome hang(ToolCall call) throws InterruptedException {
        call.context().onCancel(() -> events.add("cancelled"));
        events.add("started");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            events.add("interrupted");
            throw e;
        }
        return Outcome.complete(ToolResult.text("never"));
    }

    private Outcome await(ToolCall call) throws InterruptedException {
        events.add("started");
        gate.await();
        return Outcome.complete(ToolResult.text("went on"));
    }

    private static Outcome count(ToolCall call) {
        Progress progress = call.context().progress();
        progress.report(0, 100.0, "begun");
        progress.report(50, 100.0, null);
        progress.report(50, 100.0, "dropped, no greater");
        progress.report(99.5);
        return Outcome.complete(ToolResult.text(progress.isWanted() ? "told" : "untold"));
    }

    private static Outcome media(ToolCall call) {
        byte[] bytes = "data".getBytes(StandardCharsets.US_ASCII);
        return Outcome.complete(new ToolResult(
                List.of(
                        Content.image(bytes, "image/png"),
                        Content.audio(bytes, "audio/wav"),
                        new Content.ResourceLink("test://text", "text", "Text", null, "text/plain"),
                        new Content.Embedded(new ResourceContents.Text("test://text", "text/plain", "hello"))),
                null,
                false));
    }

    private static Outcome ask(ToolCall call) {
        return call.answers()
                .to("name")
                .map(answer -> Outcome.complete(ToolResult.text("Hello, " + answer.string("action"))))
                .orElseGet(() ->
                        new Outcome.InputRequired(Map.of("name", InputRequest.form("Your name?", ANY_OBJECT)), null));
    }

    private static final class Resources implements ResourceProvider {
        @Override
        public ResourcePage list(@Nullable String cursor, RequestContext context) {
            return switch (cursor) {
                case null ->
                    new ResourcePage(
                            List.of(new Resource("test://text", "text", "Text", "Words", "text/plain", 5L)),
                            "second",
                            CachePolicy.LIVE);
                case "second" -> ResourcePage.of(List.of(new Resource("test://blob", "blob", null, null, null, null)));
                default -> throw McpException.invalidCursor();
            };
        }

        @Override
        public List<ResourceTemplate> templates() {
            return List.of(new ResourceTemplate("test://{name}", "any", "Any", null, "text/plain"));
        }

        @Override
        public Optional<ResourceContents> read(ResourceCall call) {
            String uri = call.uri();
            return switch (uri) {
                case "test://text" -> Optional.of(ResourceContents.text(uri, "text/plain", "hello"));
                case "test://blob" -> Optional.of(ResourceContents.blob(uri, null, new byte[] {1, 2, 3}));
                default -> Optional.empty();
            };
        }
    }
}
