package dev.holdfast.mcp.internal.flight;

import dev.holdfast.mcp.CallProgress;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.ClientLog;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RequestContext;

/** The context of a request, backed by its flight. */
public record Call(
        Flight flight,
        ProtocolVersion version,
        ClientCapabilities clientCapabilities,
        CallProgress progress,
        ClientLog log)
        implements RequestContext {
    @Override
    public Caller caller() {
        return flight.caller();
    }

    @Override
    public String holder() {
        Holder holder = flight.holder();
        return holder == null ? caller().subject() : holder.name();
    }

    @Override
    public boolean isCancelled() {
        return flight.isCancelled();
    }

    @Override
    public void onCancel(Runnable action) {
        flight.onCancel(action);
    }
}
