package dev.holdfast.mcp.internal.era;

import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message.Request;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP headers that repeat parts of a request of the stateless era, so that gateways can route it without reading
 * it. A server must refuse a request whose headers say something else than its body (Streamable HTTP, "Request
 * headers").
 *
 * @param version {@code MCP-Protocol-Version}
 * @param method {@code Mcp-Method}
 * @param name {@code Mcp-Name}, as received
 * @param others any other header by its name
 */
public record RoutingHeaders(
        @Nullable String version,
        @Nullable String method,
        @Nullable String name,
        Function<String, @Nullable String> others) {
    /** @throws McpException "header mismatch" */
    void requireVersion(String inBody) {
        require("MCP-Protocol-Version", version, inBody);
    }

    /** @throws McpException "header mismatch" */
    void requireRouting(Request request) {
        require("Mcp-Method", method, request.method());
        String member = nameMember(request.method());
        if (member != null) {
            requireName(request.params().string(member));
        }
    }

    /** A request without a name is the method's to refuse, unless the header claims there is one. */
    private void requireName(@Nullable String inBody) {
        if (inBody != null) {
            require("Mcp-Name", name == null ? null : HeaderText.decode("Mcp-Name", name), inBody);
        } else if (name != null) {
            throw mismatch("Mcp-Name", "names what the body does not");
        }
    }

    /** Which parameter {@code Mcp-Name} repeats; null if the method has no such header. */
    private static @Nullable String nameMember(String method) {
        return switch (method) {
            case "tools/call", "prompts/get" -> "name";
            case "resources/read" -> "uri";
            case "tasks/get", "tasks/update", "tasks/cancel" -> "taskId";
            default -> null;
        };
    }

    private static void require(String header, @Nullable String value, String inBody) {
        if (value == null) {
            throw mismatch(header, "is missing");
        }
        if (!value.equals(inBody)) {
            throw mismatch(header, "differs from the body");
        }
    }

    private static McpException mismatch(String header, String what) {
        return McpException.of(Faults.headerMismatch("Header " + header + " " + what));
    }
}
