package dev.holdfast.server.typed;

import dev.holdfast.engine.Principal;
import dev.holdfast.mcp.CallProgress;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.ClientLog;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RequestContext;
import org.jspecify.annotations.Nullable;

/** A request without a connection: its client is asked for nothing and told nothing meanwhile. */
record DirectRequest(Principal principal, ProtocolVersion version) implements RequestContext {
    private static final CallProgress UNWANTED = new CallProgress() {
        @Override
        public boolean isWanted() {
            return false;
        }

        @Override
        public void report(double progress, @Nullable Double total, @Nullable String message) {}
    };

    @Override
    public Caller caller() {
        return Caller.anonymous(principal.id());
    }

    @Override
    public String holder() {
        return principal.id();
    }

    @Override
    public ClientCapabilities clientCapabilities() {
        return ClientCapabilities.NONE;
    }

    @Override
    public boolean isCancelled() {
        return Thread.currentThread().isInterrupted();
    }

    /** A cancellation is told by an interrupt alone. */
    @Override
    public void onCancel(Runnable action) {}

    @Override
    public CallProgress progress() {
        return UNWANTED;
    }

    @Override
    public ClientLog log() {
        return ClientLog.UNWANTED;
    }
}
