package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.ClientLog;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.LogLevel;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.PromptOutcome;
import dev.holdfast.mcp.PromptResult;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ResourceContents;
import dev.holdfast.mcp.ResourceOutcome;
import dev.holdfast.mcp.ResourcePage;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.flight.Flight;
import dev.holdfast.mcp.internal.flight.KeptSession;
import dev.holdfast.mcp.internal.flight.LogMessages;
import dev.holdfast.mcp.internal.flight.ProgressReports;
import dev.holdfast.mcp.internal.flight.Subscriber;
import dev.holdfast.mcp.internal.flight.UnansweredException;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.Reply;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The era of the {@code initialize} handshake; results contain only members that the negotiated revision defines. */
public final class LegacyEra extends Era {
    private static final byte[] EMPTY_RESULT = "{}".getBytes(StandardCharsets.US_ASCII);

    /** The answer to {@code initialize}, and the opened session; null if it was refused. */
    public record Opening(@Nullable LegacySession session, Reply reply) {}

    private final Map<ProtocolVersion, LegacyDialect> dialects = new EnumMap<>(ProtocolVersion.class);
    private final Map<String, Method> methods;
    private final LegacyInput input;

    LegacyEra(Offer offer) {
        super(offer);
        for (ProtocolVersion version : ProtocolVersion.values()) {
            if (!version.isModern()) {
                dialects.put(version, new LegacyDialect(offer, version));
            }
        }
        this.input = new LegacyInput(offer.input());
        this.methods = Map.copyOf(table());
    }

    private Map<String, Method> table() {
        Map<String, Method> table = new HashMap<>();
        table.put("ping", Method.prompt(EMPTY_RESULT));
        if (!offer.tools().isEmpty()) {
            table.put("tools/list", Method.list(call -> dialect(call.version()).tools()));
            table.put("tools/call", Method.blocking(this::answerCall));
        }
        if (offer.resources() != null) {
            table.put("resources/list", Method.blocking(this::answerList));
            table.put(
                    "resources/templates/list",
                    Method.list(call -> dialect(call.version()).templates()));
            table.put("resources/read", Method.blocking(this::answerRead));
        }
        if (!offer.prompts().isEmpty()) {
            table.put(
                    "prompts/list", Method.list(call -> dialect(call.version()).prompts()));
            table.put("prompts/get", Method.blocking(this::answerPrompt));
        }
        if (offer.completions() != null) {
            table.put("completion/complete", Method.blocking(this::answerCompletion));
        }
        if (offer.resources() != null && offer.mayChange(ChangeKind.RESOURCE)) {
            table.put("resources/subscribe", Method.blocking(LegacyEra::subscribe));
            table.put("resources/unsubscribe", Method.blocking(LegacyEra::unsubscribe));
        }
        return table;
    }

    /**
     * The revision that {@code initialize} results in: the requested one if it is supported, else the newest of this
     * era.
     */
    static ProtocolVersion negotiated(Request request) {
        String asked = request.params().string("protocolVersion");
        return ProtocolVersion.parse(asked == null ? "" : asked)
                .filter(known -> !known.isModern())
                .orElse(ProtocolVersion.LATEST_LEGACY);
    }

    @Override
    boolean knows(String method) {
        return method.equals("initialize") || isSetLevel(method) || super.knows(method);
    }

    private boolean isSetLevel(String method) {
        return offer.logging() && method.equals("logging/setLevel");
    }

    /** Answers {@code initialize}, which opens a session. */
    public Opening initialize(Request request, Caller caller) {
        String asked = request.params().string("protocolVersion");
        JsonObject capabilities = request.params().object("capabilities");
        if (asked == null || capabilities == null) {
            RpcError error = RpcError.invalidParams(
                    "initialize needs protocolVersion (a string) and capabilities (an object); supported versions: "
                            + Faults.versionsBut(""));
            return new Opening(null, Reply.error(request.id(), error, Reply.BAD_REQUEST));
        }
        JsonObject kept = new ClientCapabilities(capabilities).kept().declared();
        if (kept.canonicalSize() > ClientCapabilities.MOST_KEPT_BYTES) {
            RpcError error = RpcError.invalidParams("params.capabilities may have " + ClientCapabilities.MOST_KEPT_BYTES
                    + " bytes, but this has " + kept.canonicalSize());
            return new Opening(null, Reply.error(request.id(), error, Reply.BAD_REQUEST));
        }
        ProtocolVersion version = negotiated(request);
        LegacySession session = new LegacySession(caller.subject(), version, kept);
        return new Opening(session, Reply.result(request.id(), dialect(version).initializeResult()));
    }

    /**
     * Answers a request of a session.
     *
     * @param kept the stored session, through which {@code session} is changed
     */
    public Reply answer(Request request, LegacySession session, Flight flight, KeptSession kept) {
        if (isSetLevel(request.method())) {
            return setLevel(request, kept);
        }
        Call call = new Call(
                flight,
                session.version(),
                LegacyDialect.understood(session),
                ProgressReports.of(request.meta(), flight, session.version()),
                log(session, flight));
        try {
            return run(method(request), request, call);
        } catch (McpException e) {
            return Reply.error(request.id(), e.error(), httpStatus(e.error()));
        }
    }

    private static Reply setLevel(Request request, KeptSession kept) {
        try {
            LogLevel level = LogMessages.level(request.params(), "level");
            kept.update(session -> session.withLogLevel(level));
            return empty(request);
        } catch (McpException e) {
            return Reply.error(request.id(), e.error(), Reply.OK);
        }
    }

    private static ClientLog log(LegacySession session, Flight flight) {
        LogLevel level = session.logLevel();
        return level == null ? ClientLog.UNWANTED : new LogMessages(flight, level);
    }

    /** Answers a {@code ping} that arrives before the handshake. */
    public static Reply pong(Request request) {
        return empty(request);
    }

    @Override
    Map<String, Method> methods() {
        return methods;
    }

    @Override
    int httpStatus(RpcError error) {
        return Reply.OK;
    }

    // --- Handlers

    private Reply answerCall(Request request, Call call) throws InterruptedException {
        return switch (completeCall(request, call)) {
            case Outcome.Complete(ToolResult result) -> result(request, told(result, call));
            case Outcome.InputRequired asked -> throw new IllegalStateException("Asked, but not ended");
            case Outcome.Task task ->
                result(
                        request,
                        told(
                                ToolResult.error("This tool needs a client of revision " + ProtocolVersion.V2026_07_28
                                        + " that follows tasks (extension " + ClientCapabilities.TASKS + ")"),
                                call));
            case Outcome.Failed failed -> throw McpException.of(failed.error());
        };
    }

    /** A missing answer of the client makes the tool fail, so that the model sees it. */
    private Outcome completeCall(Request request, Call call) throws InterruptedException {
        try {
            return input.complete(call, (answers, state) -> callInline(request, call, answers, state));
        } catch (UnansweredException e) {
            return Outcome.complete(ToolResult.error(e.getMessage()));
        }
    }

    private Reply answerPrompt(Request request, Call call) throws InterruptedException {
        PromptOutcome outcome = input.completeOrFail(
                call, (answers, state) -> offer.prompts().get(request.params(), call, answers, state));
        return switch (outcome) {
            case PromptResult written -> result(request, Shapes.of(written, call.version()));
            case Outcome.InputRequired asked -> throw new IllegalStateException("Asked, but not ended");
        };
    }

    private Reply answerCompletion(Request request, Call call) throws InterruptedException {
        return Reply.result(request.id(), JsonObject.of("completion", complete(request, call)));
    }

    private Reply answerList(Request request, Call call) throws InterruptedException {
        ResourcePage page = listResources(request, call);
        JsonArray resources = JsonArray.copyOf(page.resources().stream()
                .map(resource -> Shapes.of(resource, call.version()))
                .toList());
        return result(
                request,
                JsonObject.builder().put("resources", resources).putIfPresent("nextCursor", page.nextCursor()));
    }

    private Reply answerRead(Request request, Call call) throws InterruptedException {
        ResourceOutcome outcome =
                input.completeOrFail(call, (answers, state) -> readResource(request, call, answers, state));
        return switch (outcome) {
            case ResourceContents contents ->
                Reply.result(request.id(), JsonObject.of("contents", Shapes.of(contents)));
            case Outcome.InputRequired asked -> throw new IllegalStateException("Asked, but not ended");
        };
    }

    private static Reply subscribe(Request request, Call call) throws InterruptedException {
        Subscriber subscriber = call.flight().subscriber();
        String uri = request.required("uri");
        if (subscriber != null) {
            subscriber.subscribe(uri, call);
        }
        return empty(request);
    }

    private static Reply unsubscribe(Request request, Call call) {
        Subscriber subscriber = call.flight().subscriber();
        String uri = request.required("uri");
        if (subscriber != null) {
            subscriber.unsubscribe(uri);
        }
        return empty(request);
    }

    private static Reply result(Request request, JsonObject.Builder result) {
        return Reply.result(request.id(), result.build());
    }

    private static Reply empty(Request request) {
        return Reply.result(request.id(), EMPTY_RESULT);
    }

    private LegacyDialect dialect(ProtocolVersion version) {
        LegacyDialect dialect = dialects.get(version);
        if (dialect == null) {
            throw new IllegalStateException("No session was ever opened in " + version);
        }
        return dialect;
    }
}
