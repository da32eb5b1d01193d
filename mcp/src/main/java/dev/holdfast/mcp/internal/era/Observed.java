package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RequestEnd;
import dev.holdfast.mcp.RequestObserver;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.ServedRequest;
import dev.holdfast.mcp.internal.flight.Flight;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.Reply;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reports the requests of one transport to the server's observer. */
public final class Observed {
    private static final Set<String> ABOUT_RESOURCES =
            Set.of("resources/read", "resources/subscribe", "resources/unsubscribe");

    private final Eras eras;
    private final @Nullable RequestObserver observer;
    private final ServedRequest.Transport transport;

    public Observed(Eras eras, ServedRequest.Transport transport) {
        this.eras = eras;
        this.observer = eras.observer();
        this.transport = transport;
    }

    /** The same work, reported to the observer. */
    public Flight.Work work(Request request, ProtocolVersion revision, Flight.Work work) {
        RequestObserver watching = observer;
        return watching == null ? work : flight -> answer(watching, request, revision, flight, work);
    }

    /** Opens a session, reported to the observer. */
    public LegacyEra.Opening opening(Request request, Caller caller) {
        LegacyEra legacy = eras.legacy();
        RequestObserver watching = observer;
        if (watching == null) {
            return legacy.initialize(request, caller);
        }
        RequestObserver.Observation observation = begin(watching, request, LegacyEra.negotiated(request));
        LegacyEra.Opening opening = legacy.initialize(request, caller);
        end(observation, opening.reply(), false);
        return opening;
    }

    private Reply answer(
            RequestObserver watching, Request request, ProtocolVersion revision, Flight flight, Flight.Work work) {
        RequestObserver.Observation observation = begin(watching, request, revision);
        Reply reply = null;
        try {
            reply = work.answer(flight);
            return reply;
        } finally {
            end(observation, flight.isCancelled() ? null : reply, flight.hasToolFailed());
        }
    }

    private RequestObserver.@Nullable Observation begin(
            RequestObserver watching, Request request, ProtocolVersion revision) {
        try {
            return watching.begin(served(request, revision));
        } catch (RuntimeException e) {
            Faults.log("An observer of requests", e);
            return null;
        }
    }

    /** @param reply the answer; null if there is none */
    private static void end(
            RequestObserver.@Nullable Observation observation, @Nullable Reply reply, boolean toolFailed) {
        if (observation == null) {
            return;
        }
        try {
            observation.end(endOf(reply, toolFailed));
        } catch (RuntimeException e) {
            Faults.log("An observer of requests", e);
        }
    }

    private static RequestEnd endOf(@Nullable Reply reply, boolean toolFailed) {
        if (reply == null) {
            return new RequestEnd.Cancelled();
        }
        RpcError error = reply.error();
        if (error != null) {
            return new RequestEnd.Failed(error);
        }
        return toolFailed ? new RequestEnd.ToolFailed() : new RequestEnd.Completed();
    }

    private ServedRequest served(Request request, ProtocolVersion revision) {
        String method = request.method();
        String name = request.params().string("name");
        return new ServedRequest(
                eras.of(revision).knows(method) ? method : ServedRequest.OTHER,
                method.equals("tools/call") && eras.hasTool(name) ? name : null,
                method.equals("prompts/get") && eras.hasPrompt(name) ? name : null,
                ABOUT_RESOURCES.contains(method) ? request.params().string("uri") : null,
                request.id() instanceof JsonString text
                        ? text.value()
                        : request.id().toString(),
                revision,
                transport,
                request.meta());
    }
}
