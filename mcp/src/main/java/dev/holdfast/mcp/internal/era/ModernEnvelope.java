package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.MetaKeys;

/**
 * The description that every request of the stateless era carries in its {@code _meta}.
 *
 * @param version as sent by the client
 */
record ModernEnvelope(String version, ClientCapabilities capabilities) {
    /** @throws McpException "invalid params" if a required member is missing or of the wrong type */
    static ModernEnvelope of(Request request) {
        JsonObject meta = request.meta();
        String version = meta.string(MetaKeys.PROTOCOL_VERSION);
        if (version == null) {
            throw missing(MetaKeys.PROTOCOL_VERSION, "a string");
        }
        JsonObject capabilities = meta.object(MetaKeys.CLIENT_CAPABILITIES);
        if (capabilities == null) {
            throw missing(MetaKeys.CLIENT_CAPABILITIES, "an object");
        }
        return new ModernEnvelope(
                version, capabilities.isEmpty() ? ClientCapabilities.NONE : new ClientCapabilities(capabilities));
    }

    /** @throws McpException "unsupported version" if this era does not support it */
    ProtocolVersion supportedVersion() {
        return ProtocolVersion.parse(version)
                .filter(ProtocolVersion::isModern)
                .orElseThrow(() -> McpException.of(Faults.unsupportedVersion(version)));
    }

    private static McpException missing(String key, String type) {
        return McpException.invalidParams("params._meta[\"" + key + "\"] must be " + type
                + "; a client of an earlier revision begins with initialize");
    }
}
