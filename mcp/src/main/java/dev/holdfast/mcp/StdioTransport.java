package dev.holdfast.mcp;

import dev.holdfast.mcp.internal.stdio.Companions;
import dev.holdfast.mcp.internal.stdio.StdioConnection;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Serves one client over a pair of byte streams, one message a line, in both eras at once.
 *
 * <p>The owner of the process must write nothing else to the output stream; this class writes only protocol messages.
 */
public final class StdioTransport {
    private final Companions companions;

    private StdioTransport(Companions companions) {
        this.companions = companions;
    }

    /** A transport for several clients in one process, of one server or more, which share its memory. Thread-safe. */
    public static StdioTransport forSeveral(ServerLimits limits) {
        return new StdioTransport(Companions.of(limits));
    }

    /**
     * Serves until {@code in} ends. Calls that still run then may answer for {@link ServerLimits#shutdownGrace()};
     * after that they are cancelled. Neither stream is closed.
     *
     * @param caller the caller of every request
     * @throws InterruptedException if this thread is interrupted; running calls are then cancelled
     */
    public static void serve(McpServer server, InputStream in, OutputStream out, Caller caller)
            throws InterruptedException {
        forSeveral(server.eras().limits()).serveOne(server, in, out, caller);
    }

    /**
     * Serves one of several clients as {@link #serve} does.
     *
     * @param caller the caller of every request of this client
     * @throws InterruptedException if this thread is interrupted; running calls are then cancelled
     */
    public void serveOne(McpServer server, InputStream in, OutputStream out, Caller caller)
            throws InterruptedException {
        new StdioConnection(server.eras(), in, out, caller, companions).serve();
    }

    @Override
    public String toString() {
        return "StdioTransport";
    }
}
