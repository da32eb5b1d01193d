package dev.holdfast.server.shared;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.States;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RpcError;
import java.util.function.Supplier;

/** Who calls, and what becomes of requests that are not tool calls when their caller is at a limit. */
public final class Callers {
    private Callers() {}

    /** The principal of a caller. Without authentication it is the one that the transport was configured with. */
    public static Principal principal(Caller caller) {
        return caller.authenticated() ? Principal.of(caller.subject()) : new Principal(caller.subject());
    }

    /** Admits a request that is not a tool call; one too many gets a protocol error. */
    public static States admit(Holdfast holdfast, Principal principal) {
        return limited(() -> holdfast.admit(principal));
    }

    /** What a request that is not a tool call does; at a limit of its caller it gets a protocol error that says so. */
    public static <T> T limited(Supplier<T> work) {
        try {
            return work.get();
        } catch (HoldfastException e) {
            throw McpException.of(
                    RpcError.internal(e.failure().hint()).withData(e.failure().toJson()));
        }
    }
}
