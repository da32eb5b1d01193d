package dev.holdfast.mcp;

import dev.holdfast.mcp.internal.stdio.StdioConnection;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Serves one client over a pair of byte streams, one message a line, in both eras at once.
 *
 * <p>Whoever owns the process keeps everything else off the output stream; nothing but protocol is written to it here.
 */
public final class StdioTransport {
    private StdioTransport() {}

    /**
     * Serves until {@code in} ends. Calls that are running then may still answer for {@link Limits#shutdownGrace()};
     * after that they are cancelled. Neither stream is closed.
     *
     * @param caller who is at the other end
     * @throws InterruptedException if this thread was interrupted; running calls are cancelled
     */
    public static void serve(McpServer server, InputStream in, OutputStream out, Caller caller)
            throws InterruptedException {
        new StdioConnection(server.eras(), in, out, caller).serve();
    }
}
