package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;

/**
 * What {@code initialize} agreed on.
 *
 * @param subject whose session it is; nobody else may use it
 * @param version the negotiated revision
 * @param clientCapabilities as the client declared them
 */
public record LegacySession(String subject, ProtocolVersion version, JsonObject clientCapabilities) {}
