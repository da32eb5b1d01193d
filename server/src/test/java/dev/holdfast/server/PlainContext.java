package dev.holdfast.server;

import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.CallProgress;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.ClientLog;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RequestContext;
import org.jspecify.annotations.Nullable;

/** A request of a client that can do nothing special and is never cancelled. */
record PlainContext(Caller caller) implements RequestContext {

    static Answers noAnswers() {
        return Answers.NONE;
    }

    @Override
    public ClientCapabilities clientCapabilities() {
        return ClientCapabilities.NONE;
    }

    @Override
    public ProtocolVersion version() {
        return ProtocolVersion.V2026_07_28;
    }

    @Override
    public String holder() {
        return caller().subject();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void onCancel(Runnable action) {
        // Never cancelled.
    }

    @Override
    public CallProgress progress() {
        return new CallProgress() {
            @Override
            public boolean isWanted() {
                return false;
            }

            @Override
            public void report(double progress, @Nullable Double total, @Nullable String message) {
                // Progress is not asked for.
            }
        };
    }

    @Override
    public ClientLog log() {
        return ClientLog.UNWANTED;
    }
}
