package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What {@code initialize} agreed on, and what was set since.
 *
 * @param subject whose session it is; nobody else may use it
 * @param version the negotiated revision
 * @param clientCapabilities as the client declared them
 * @param logLevel what {@code logging/setLevel} asked for; null as long as it did not
 */
public record LegacySession(
        String subject,
        ProtocolVersion version,
        JsonObject clientCapabilities,
        @Nullable LogLevel logLevel) {
    /** A session that was just opened. */
    public LegacySession(String subject, ProtocolVersion version, JsonObject clientCapabilities) {
        this(subject, version, clientCapabilities, null);
    }

    LegacySession withLogLevel(LogLevel level) {
        return new LegacySession(subject, version, clientCapabilities, level);
    }
}
