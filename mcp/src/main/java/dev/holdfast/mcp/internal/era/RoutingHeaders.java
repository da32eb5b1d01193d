package dev.holdfast.mcp.internal.era;

import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message.Request;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP headers that repeat parts of a request of the stateless era, so that gateways can route it without parsing
 * the body. A server must refuse a request whose headers differ from its body (Streamable HTTP, "Request headers").
 *
 * @param version {@code MCP-Protocol-Version}
 * @param method {@code Mcp-Method}
 * @param name {@code Mcp-Name}, as received
 * @param others gives any other header by its name; null if it is absent
 */
public record RoutingHeaders(
        @Nullable String version,
        @Nullable String method,
        @Nullable String name,
        Function<String, @Nullable String> others) {
    /** @throws McpException "header mismatch" if the version header is missing or differs */
    void requireVersion(String inBody) {
        require("MCP-Protocol-Version", version, inBody);
    }

    /** @throws McpException "header mismatch" if the method or the name header is missing or differs */
    void requireRouting(Request request) {
        require("Mcp-Method", method, request.method());
        String member = nameMember(request.method());
        if (member != null) {
            requireName(request.params().string(member));
        }
    }

    /** The method itself refuses a request without a name, unless the header claims that there is one. */
    private void requireName(@Nullable String inBody) {
        if (inBody != null) {
            require("Mcp-Name", name == null ? null : HeaderText.decode("Mcp-Name", name), inBody);
        } else if (name != null) {
            throw mismatch("Mcp-Name", "names something that the body does not");
        }
    }

    /** The parameter that {@code Mcp-Name} repeats; null if the method does not use this header. */
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
