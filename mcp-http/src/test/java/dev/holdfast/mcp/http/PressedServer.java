package dev.holdfast.mcp.http;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.mcp.fixture.FixtureServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A server with little memory, in a process of its own. It prints its port, then obeys lines: {@code change} announces
 * a change to all listeners, {@code heap} prints the bytes in use after a collection. It ends with its input.
 */
final class PressedServer {
    static final String URI = "test://a" + "a".repeat(2_000);

    private PressedServer() {}

    /** Serves until the end of the input. */
    public static void main(String[] arguments) throws Exception {
        ServerChanges changes = ServerChanges.of(ChangeKind.values());
        HttpTransport transport = HttpTransport.start(
                new FixtureServer()
                        .builder()
                        .tool(longAnswer())
                        .changes(changes)
                        .build(),
                HttpConfig.builder(Caller.anonymous("guest"))
                        .heartbeat(Duration.ofMillis(200))
                        .build());
        System.out.println(transport.port());
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(order.equals("heap") ? String.valueOf(heap()) : change(changes));
        }
        transport.close();
        System.out.println("closed");
    }

    private static Tool longAnswer() {
        ToolResult result = ToolResult.text("x".repeat(4 << 20));
        return FixtureServer.tool("long", call -> Outcome.complete(result));
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static String change(ServerChanges changes) {
        changes.resourceUpdated(URI);
        changes.toolsListChanged();
        return "told";
    }
}
