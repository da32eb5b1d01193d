package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.CachePolicy;
import dev.holdfast.mcp.ClientLog;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.PromptResult;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ResourceContents;
import dev.holdfast.mcp.ResourcePage;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.internal.event.EventMethods;
import dev.holdfast.mcp.internal.event.WebhookMethods;
import dev.holdfast.mcp.internal.flight.Announcements;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.flight.Flight;
import dev.holdfast.mcp.internal.flight.LogMessages;
import dev.holdfast.mcp.internal.flight.ProgressReports;
import dev.holdfast.mcp.internal.flight.Shares;
import dev.holdfast.mcp.internal.task.TaskLimitException;
import dev.holdfast.mcp.internal.task.TaskMethods;
import dev.holdfast.mcp.internal.task.Tasks;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.MetaKeys;
import dev.holdfast.mcp.internal.wire.Pages;
import dev.holdfast.mcp.internal.wire.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The stateless era: every request describes itself in its {@code _meta}. */
public final class ModernEra extends Era {
    public static final ProtocolVersion VERSION = ProtocolVersion.V2026_07_28;
    public static final String LISTEN = "subscriptions/listen";
    private static final CachePolicy STATIC = new CachePolicy(3_600_000, true);

    private final Map<String, Method> methods;
    private final JsonObject resultMeta;
    private final RequestStates states;
    private final @Nullable Tasks tasks;
    private final @Nullable EventMethods events;
    private final Map<String, HeaderParameters> headerParameters = new HashMap<>();

    ModernEra(Offer offer) {
        super(offer);
        this.resultMeta = JsonObject.of(MetaKeys.SERVER_INFO, Shapes.inBrief(offer.implementation()));
        this.states = new RequestStates(offer.input());
        this.tasks = offer.tasks() == null ? null : new Tasks(offer.tasks(), offer::tool, ModernEra::completed);
        this.events = offer.events() == null ? null : new EventMethods(offer.events());
        this.methods = Map.copyOf(table());
        for (ToolDefinition tool : offer.definitions()) {
            HeaderParameters parameters = HeaderParameters.of(tool);
            if (!parameters.isEmpty()) {
                headerParameters.put(tool.name(), parameters);
            }
        }
    }

    private Map<String, Method> table() {
        Map<String, Method> table = new HashMap<>();
        byte[] discovery = discovery();
        table.put("server/discover", Method.prompt(discovery));
        if (!offer.tools().isEmpty()) {
            Pages tools = pages("tools", offer.toolsAsJson(VERSION));
            table.put("tools/list", Method.list(call -> tools));
            table.put("tools/call", Method.blocking(this::answerCall));
        }
        if (offer.resources() != null) {
            Pages templates = pages("resourceTemplates", offer.templatesAsJson(VERSION));
            table.put("resources/list", Method.blocking(this::answerList));
            table.put("resources/templates/list", Method.list(call -> templates));
            table.put("resources/read", Method.blocking(this::answerRead));
        }
        if (!offer.prompts().isEmpty()) {
            Pages prompts = pages("prompts", offer.promptsAsJson(VERSION));
            table.put("prompts/list", Method.list(call -> prompts));
            table.put("prompts/get", Method.blocking(this::answerPrompt));
        }
        if (offer.completions() != null) {
            table.put("completion/complete", Method.blocking(this::answerCompletion));
        }
        if (tasks != null) {
            TaskMethods methods = new TaskMethods(tasks);
            table.put("tasks/get", Method.blocking((request, call) -> complete(request, methods.get(request, call))));
            table.put(
                    "tasks/update",
                    Method.blocking((request, call) -> complete(request, methods.update(request, call))));
            table.put(
                    "tasks/cancel",
                    Method.blocking((request, call) -> complete(request, methods.cancel(request, call))));
        }
        if (offer.announcements() != null || tasks != null) {
            Announcements announcements = Objects.requireNonNullElseGet(offer.announcements(), Announcements::none);
            table.put(LISTEN, Method.blocking((request, call) -> listen(announcements, request, call)));
        }
        if (events != null) {
            addTo(table, events);
        }
        return table;
    }

    private void addTo(Map<String, Method> table, EventMethods events) {
        Pages types = pages("events", events.definitions());
        table.put(EventMethods.LIST, Method.list(call -> types));
        table.put(EventMethods.POLL, Method.blocking((request, call) -> complete(request, events.poll(request, call))));
        table.put(EventMethods.STREAM, Method.blocking((request, call) -> {
            events.stream(request, call);
            return ended(request);
        }));
        WebhookMethods webhooks = events.webhooks();
        if (webhooks != null) {
            table.put(
                    WebhookMethods.SUBSCRIBE,
                    Method.blocking((request, call) -> complete(request, webhooks.subscribe(request, call))));
            table.put(
                    WebhookMethods.UNSUBSCRIBE,
                    Method.blocking((request, call) -> complete(request, webhooks.unsubscribe(request, call))));
        }
    }

    /** Whether the answer to a request is a stream of its own, which counts as such and not as a running call. */
    public static boolean streams(Request request) {
        return request.method().equals(LISTEN) || streamsEvents(request);
    }

    /** Whether the stream is one of events alone, with heartbeats of its own. */
    public static boolean streamsEvents(Request request) {
        return request.method().equals(EventMethods.STREAM);
    }

    /** The refusal of a stream for want of room, as its method says it. */
    public Reply refused(Request request, RpcError limit) {
        return events != null && streamsEvents(request)
                ? Reply.error(request.id(), events.exhausted(limit), Reply.OK)
                : Reply.error(request.id(), limit, Reply.UNAVAILABLE);
    }

    /**
     * Answers a request. Its envelope is validated before its method, in the order of the transport's validation rules;
     * a violation is answered with an HTTP client error.
     *
     * @param headers the routing headers of the transport; null if it has none
     */
    public Reply answer(Request request, @Nullable RoutingHeaders headers, Flight flight) {
        Method method;
        Call call;
        try {
            ModernEnvelope envelope = ModernEnvelope.of(request);
            if (headers != null) {
                headers.requireVersion(envelope.version());
            }
            ProtocolVersion version = envelope.supportedVersion();
            if (headers != null) {
                headers.requireRouting(request);
            }
            method = method(request);
            if (headers != null && request.method().equals("tools/call")) {
                requireParameters(request, headers);
            }
            call = new Call(
                    flight,
                    version,
                    envelope.capabilities(),
                    ProgressReports.of(request.meta(), flight, version),
                    log(request, flight));
        } catch (McpException e) {
            int status = e.error().code() == RpcError.METHOD_NOT_FOUND ? Reply.NOT_FOUND : Reply.BAD_REQUEST;
            return Reply.error(request.id(), e.error(), status);
        }
        return run(method, request, call);
    }

    /** @throws McpException "invalid params" if the requested level is unknown */
    private ClientLog log(Request request, Flight flight) {
        return offer.logging() && request.meta().has(MetaKeys.LOG_LEVEL)
                ? new LogMessages(flight, LogMessages.level(request.meta(), MetaKeys.LOG_LEVEL))
                : ClientLog.UNWANTED;
    }

    private void requireParameters(Request request, RoutingHeaders headers) {
        HeaderParameters parameters = headerParameters.get(request.params().string("name"));
        JsonObject arguments = request.params().object("arguments");
        if (parameters != null) {
            parameters.require(arguments == null ? JsonObject.EMPTY : arguments, headers.others());
        }
    }

    @Override
    Map<String, Method> methods() {
        return methods;
    }

    @Override
    int httpStatus(RpcError error) {
        if (Shares.isLimit(error)) {
            return Reply.UNAVAILABLE;
        }
        return switch (error.code()) {
            case RpcError.METHOD_NOT_FOUND -> Reply.NOT_FOUND;
            case RpcError.MISSING_CLIENT_CAPABILITY, RpcError.HEADER_MISMATCH -> Reply.BAD_REQUEST;
            default -> Reply.OK;
        };
    }

    // --- Handlers

    private byte[] discovery() {
        JsonObject.Builder result = JsonObject.builder()
                .put("supportedVersions", Faults.versionsBut(""))
                .put("capabilities", capabilities())
                .putIfPresent("instructions", offer.instructions());
        Shapes.add(STATIC, result);
        return result.put("resultType", "complete")
                .put("_meta", JsonObject.of(MetaKeys.SERVER_INFO, Shapes.of(offer.implementation(), VERSION)))
                .build()
                .toBytes();
    }

    /** Extensions exist only in this era. */
    private JsonObject capabilities() {
        JsonObject capabilities = offer.capabilities(VERSION);
        JsonObject extensions = tasks == null ? JsonObject.EMPTY : TaskMethods.EXTENSIONS;
        if (events != null) {
            extensions = extensions.with(EventMethods.EXTENSION, EventMethods.SETTINGS);
            capabilities = events.declaredTwice() ? capabilities.with("events", EventMethods.SETTINGS) : capabilities;
        }
        return extensions.isEmpty() ? capabilities : capabilities.with("extensions", extensions);
    }

    private Reply answerCall(Request request, Call call) throws InterruptedException {
        Answers answers = Answers.of(request.params());
        Json state = states.open(request, call.caller());
        boolean inline = tasks == null || !TaskMethods.declaredIn(call);
        Outcome outcome = inline ? callInline(request, call, answers, state) : callTool(request, call, answers, state);
        return switch (outcome) {
            case Outcome.Complete(ToolResult result) -> complete(request, told(result, call));
            case Outcome.InputRequired asked -> inputRequired(asked, request, call);
            case Outcome.Task task -> begin(task, request, call);
            case Outcome.Failed failed -> throw McpException.of(failed.error());
        };
    }

    private Reply begin(Outcome.Task task, Request request, Call call) {
        if (tasks == null) {
            throw new IllegalStateException("A tool requires a task, but the server was built without tasks");
        }
        TaskMethods.requireDeclared(call);
        try {
            JsonObject.Builder created = new TaskMethods(tasks).create(request, arguments(request), call, task.state());
            return finished(request, created.put("resultType", "task"));
        } catch (TaskLimitException e) {
            return complete(request, told(ToolResult.error(e.failure()), call));
        }
    }

    private Reply inputRequired(Outcome.InputRequired asked, Request request, Call call) {
        JsonObject missing = asked.missingFrom(call.clientCapabilities());
        if (!missing.isEmpty()) {
            throw McpException.of(RpcError.missingClientCapability(missing));
        }
        JsonObject.Builder result = JsonObject.builder().put("resultType", "input_required");
        if (!asked.requests().isEmpty()) {
            result.put("inputRequests", Shapes.of(asked));
        }
        Json state = asked.state();
        if (state != null) {
            result.put("requestState", states.seal(state, request, call.caller()));
        }
        return finished(request, result);
    }

    private Reply answerPrompt(Request request, Call call) throws InterruptedException {
        Answers answers = Answers.of(request.params());
        Json state = states.open(request, call.caller());
        return switch (offer.prompts().get(request.params(), call, answers, state)) {
            case PromptResult written -> complete(request, Shapes.of(written, VERSION));
            case Outcome.InputRequired asked -> inputRequired(asked, request, call);
        };
    }

    private Reply answerCompletion(Request request, Call call) throws InterruptedException {
        return complete(request, JsonObject.builder().put("completion", complete(request, call)));
    }

    private Reply answerList(Request request, Call call) throws InterruptedException {
        ResourcePage page = listResources(request, call);
        JsonObject.Builder result = JsonObject.builder()
                .put(
                        "resources",
                        JsonArray.copyOf(page.resources().stream()
                                .map(resource -> Shapes.of(resource, VERSION))
                                .toList()))
                .putIfPresent("nextCursor", page.nextCursor());
        Shapes.add(page.caching(), result);
        return complete(request, result);
    }

    private Reply answerRead(Request request, Call call) throws InterruptedException {
        Answers answers = Answers.of(request.params());
        Json state = states.open(request, call.caller());
        return switch (readResource(request, call, answers, state)) {
            case ResourceContents contents -> {
                JsonObject.Builder result = JsonObject.builder().put("contents", Shapes.of(contents));
                Shapes.add(contents.caching(), result);
                yield complete(request, result);
            }
            case Outcome.InputRequired asked -> inputRequired(asked, request, call);
        };
    }

    private Reply listen(Announcements announcements, Request request, Call call) throws InterruptedException {
        new Listening(announcements, tasks, request, call).run();
        return ended(request);
    }

    /** The result of a stream, which is its last message. */
    private Reply ended(Request request) {
        JsonObject meta = resultMeta.with(MetaKeys.SUBSCRIPTION_ID, request.id());
        return Reply.result(request.id(), JsonObject.of("resultType", Json.of("complete"), "_meta", meta));
    }

    // --- Results

    /** The result of a finished tool, sent directly or by its task. */
    private static JsonObject completed(ToolResult result) {
        return Shapes.of(result, VERSION).put("resultType", "complete").build();
    }

    private Pages pages(String member, List<JsonObject> items) {
        return Pages.render(member, items, offer.pageSize(), result -> {
            Shapes.add(STATIC, result);
            return finish(result.put("resultType", "complete"));
        });
    }

    private Reply complete(Request request, JsonObject.Builder result) {
        return finished(request, result.put("resultType", "complete"));
    }

    private Reply finished(Request request, JsonObject.Builder result) {
        return Reply.result(request.id(), finish(result).build());
    }

    private JsonObject.Builder finish(JsonObject.Builder result) {
        return result.put("_meta", resultMeta);
    }
}
