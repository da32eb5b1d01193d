package dev.holdfast.mcp;

import dev.holdfast.mcp.internal.stdio.StdioConnection;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Serves one client over a pair of byte streams, one message a line, in both eras at once.
 *
 * <p>The owner of the process must write nothing else to the output stream; this class writes only protocol messages.
 */
public final class StdioTransport {
    private StdioTransport() {}

    /**
     * Serves until {@code in} ends. Calls that still run then may answer for {@link ServerLimits#shutdownGrace()};
     * after that they are cancelled. Neither stream is closed.
     *
     * @param caller the caller of every request
     * @throws InterruptedException if this thread is interrupted; running calls are then cancelled
     */
    public static void serve(McpServer server, InputStream in, OutputStream out, Caller caller)
            throws InterruptedException {
        new StdioConnection(server.eras(), in, out, caller).serve();
    }
}
