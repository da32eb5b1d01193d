package dev.holdfast.telemetry;

import dev.holdfast.mcp.RequestEnd;
import dev.holdfast.mcp.ServedRequest;
import org.jspecify.annotations.Nullable;

/**
 * The names that spans and metrics share, from the OpenTelemetry semantic conventions for the Model Context Protocol
 * (docs/gen-ai/mcp.md, status: development).
 */
final class Attributes {
    static final String METHOD = "mcp.method.name";
    static final String REVISION = "mcp.protocol.version";
    static final String RESOURCE = "mcp.resource.uri";
    static final String TOOL = "gen_ai.tool.name";
    static final String PROMPT = "gen_ai.prompt.name";
    static final String OPERATION = "gen_ai.operation.name";
    static final String REQUEST_ID = "jsonrpc.request.id";
    static final String STATUS_CODE = "rpc.response.status_code";
    static final String ERROR = "error.type";
    static final String TRANSPORT = "network.transport";

    static final String EXECUTE_TOOL = "execute_tool";

    private Attributes() {}

    static String transport(ServedRequest request) {
        return switch (request.transport()) {
            case STDIO -> "pipe";
            case HTTP -> "tcp";
        };
    }

    /** The kind of failure; null if the request succeeded. */
    static @Nullable String error(RequestEnd end) {
        return switch (end) {
            case RequestEnd.Completed completed -> null;
            case RequestEnd.ToolFailed failed -> "tool_error";
            case RequestEnd.Failed failed -> statusCode(failed);
            case RequestEnd.Cancelled cancelled -> "cancelled";
        };
    }

    static String statusCode(RequestEnd.Failed failed) {
        return Integer.toString(failed.error().code());
    }
}
