package dev.holdfast.mcp.sdk;

import dev.holdfast.engine.Principal;
import dev.holdfast.mcp.CallProgress;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.ClientLog;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * A request to a server of the SDK. Its client is asked for nothing and told nothing meanwhile. The caller counts as
 * one whose credential was not seen, so that what needs the word of a person is refused.
 */
record SdkRequest(Principal principal, boolean isModern) implements RequestContext {
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
    public ProtocolVersion version() {
        return isModern ? ProtocolVersion.V2026_07_28 : ProtocolVersion.LATEST_LEGACY;
    }

    @Override
    public boolean isCancelled() {
        return Thread.currentThread().isInterrupted();
    }

    /** The SDK tells of a cancellation by an interrupt alone. */
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
