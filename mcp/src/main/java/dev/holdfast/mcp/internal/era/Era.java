package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.CompletionProvider;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ResourceCall;
import dev.holdfast.mcp.ResourceOutcome;
import dev.holdfast.mcp.ResourcePage;
import dev.holdfast.mcp.ResourceProvider;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.Pages;
import dev.holdfast.mcp.internal.wire.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One generation of the protocol. An era knows the shapes of requests and results and does no I/O: a parsed request and
 * its flight go in, a reply comes out.
 */
public abstract sealed class Era permits ModernEra, LegacyEra {
    /** Answers a request. */
    @FunctionalInterface
    interface Handler {
        Reply handle(Request request, Call call) throws InterruptedException;
    }

    /**
     * A method of an era.
     *
     * @param blocks whether it may wait for I/O, a lock or a client
     */
    record Method(boolean blocks, Handler handler) {
        static Method prompt(Handler handler) {
            return new Method(false, handler);
        }

        /** A result that is the same text for all. */
        static Method prompt(byte[] result) {
            return prompt((request, call) -> Reply.result(request.id(), result));
        }

        /** The page of a list that a request asks for. */
        static Method list(Function<Call, Pages> list) {
            return prompt((request, call) ->
                    Reply.result(request.id(), list.apply(call).at(request.params())));
        }

        static Method blocking(Handler handler) {
            return new Method(true, handler);
        }
    }

    final Offer offer;

    Era(Offer offer) {
        this.offer = offer;
    }

    abstract Map<String, Method> methods();

    /** The HTTP status for an error of a method. */
    abstract int httpStatus(RpcError error);

    /** Whether the answer may wait for I/O, a lock or a client. */
    public final boolean blocks(Request request) {
        Method method = methods().get(request.method());
        return method != null && method.blocks();
    }

    /** Whether this era has a method of that name. */
    boolean knows(String method) {
        return methods().containsKey(method);
    }

    final Method method(Request request) {
        Method method = methods().get(request.method());
        if (method == null) {
            throw McpException.of(Faults.methodNotFound(request.method()));
        }
        return method;
    }

    /** Runs a method and turns every exception into an error reply, so that the client always gets an answer. */
    final Reply run(Method method, Request request, Call call) {
        try {
            return method.handler().handle(request, call);
        } catch (McpException e) {
            return Reply.error(request.id(), e.error(), httpStatus(e.error()));
        } catch (InterruptedException e) {
            return Reply.error(request.id(), RpcError.internal("The request was interrupted"), Reply.OK);
        } catch (RuntimeException | Error e) {
            Faults.log(request.method(), e);
            return Reply.error(request.id(), RpcError.internal("Internal error"), Reply.OK);
        }
    }

    /** Takes one step of the tool that a {@code tools/call} names. */
    final Outcome callTool(Request request, Call call, Answers answers, @Nullable Json state)
            throws InterruptedException {
        String name = request.required("name");
        Tool tool = offer.tool(name).orElseThrow(() -> McpException.of(Faults.unknownTool(name)));
        return tool.call(new ToolCall(arguments(request), call, answers, state));
    }

    /** Takes steps while the tool returns tasks, except a task that is required. */
    final Outcome callInline(Request request, Call call, Answers answers, @Nullable Json state)
            throws InterruptedException {
        Outcome outcome = callTool(request, call, answers, state);
        while (outcome instanceof Outcome.Task task && !task.required()) {
            outcome = callTool(request, call, Answers.NONE, task.state());
        }
        return outcome;
    }

    /** The result of a finished tool, written for the revision of the call. */
    static JsonObject.Builder told(ToolResult result, Call call) {
        call.flight().toolFailed(result.isError());
        return Shapes.of(result, call.version());
    }

    static JsonObject arguments(Request request) {
        JsonObject params = request.params();
        JsonObject arguments = params.has("arguments") ? params.object("arguments") : JsonObject.EMPTY;
        if (arguments == null) {
            throw McpException.invalidParams("arguments must be an object");
        }
        return arguments;
    }

    final ResourcePage listResources(Request request, Call call) throws InterruptedException {
        return resources(request).list(Pages.cursorIn(request.params()), call);
    }

    /** Takes one step of reading the resource that a {@code resources/read} names. */
    final ResourceOutcome readResource(Request request, Call call, Answers answers, @Nullable Json state)
            throws InterruptedException {
        String uri = request.required("uri");
        Optional<? extends ResourceOutcome> outcome =
                resources(request).read(new ResourceCall(uri, call, answers, state));
        return outcome.<ResourceOutcome>map(step -> step)
                .orElseThrow(() -> McpException.of(Faults.resourceNotFound(uri, call.version())));
    }

    final JsonObject complete(Request request, Call call) throws InterruptedException {
        CompletionProvider completions = offer.completions();
        if (completions == null) {
            throw McpException.of(Faults.methodNotFound(request.method()));
        }
        return Shapes.of(completions.complete(Completions.asked(request.params(), offer), call));
    }

    private ResourceProvider resources(Request request) {
        ResourceProvider resources = offer.resources();
        if (resources == null) {
            throw McpException.of(Faults.methodNotFound(request.method()));
        }
        return resources;
    }
}
