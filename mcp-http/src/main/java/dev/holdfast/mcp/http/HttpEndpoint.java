package dev.holdfast.mcp.http;

import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.SessionStore;

/**
 * One more endpoint of the protocol beside that of an {@link HttpTransport}, at the same address and with the same
 * bounds.
 *
 * @param path where it is, such as {@code /console/mcp}
 * @param server what it serves
 * @param authenticator checks the bearer token that every request here must carry
 * @param sessions where its sessions of the handshake era are kept
 */
public record HttpEndpoint(String path, McpServer server, Authenticator authenticator, SessionStore sessions) {}
