package dev.holdfast.mcp.http;

import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What client libraries can be tried on beside what the official suite asks for. */
final class ClientFixtures {
    private static final String WATCHED = "test://watched-resource";

    private final AtomicInteger cancelled = new AtomicInteger();
    private final ServerChanges changes;

    private ClientFixtures(ServerChanges changes) {
        this.changes = changes;
    }

    static void addTo(McpServer.Builder builder, ServerChanges changes) {
        ClientFixtures fixtures = new ClientFixtures(changes);
        builder.tool(ConformanceServer.tool("test_trigger_resource_change", fixtures::change))
                .tool(ConformanceServer.tool("test_hang", fixtures::hang))
                .tool(ConformanceServer.tool("test_cancelled_calls", fixtures::count))
                .tool(ConformanceServer.tool("test_page", ClientFixtures::page));
    }

    private Outcome change(ToolCall call) {
        changes.resourceUpdated(WATCHED);
        return Outcome.complete(ToolResult.text("told"));
    }

    private Outcome hang(ToolCall call) throws InterruptedException {
        call.context().onCancel(cancelled::incrementAndGet);
        call.context().progress().report(1);
        new CountDownLatch(1).await();
        return Outcome.complete(ToolResult.text("never"));
    }

    private Outcome count(ToolCall call) {
        return Outcome.complete(ToolResult.text(String.valueOf(cancelled)));
    }

    private static Outcome page(ToolCall call) {
        return call.answers()
                .to("page")
                .map(answer -> Outcome.complete(ToolResult.text("The page was " + answer.string("action"))))
                .orElseGet(() -> new Outcome.InputRequired(
                        Map.of("page", InputRequest.url("Please connect", "https://example.com/connect")), null));
    }
}
