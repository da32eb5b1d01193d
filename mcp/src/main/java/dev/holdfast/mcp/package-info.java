/**
 * A Model Context Protocol server without an engine: JSON-RPC, the stateless era (2026-07-28) and the handshake era
 * (2025-11-25, 2025-06-18, 2025-03-26, 2024-11-05) at once. A {@link dev.holdfast.mcp.Tool} is written once and serves
 * both eras.
 *
 * <p>This package holds the words and three doors: {@link dev.holdfast.mcp.McpServer},
 * {@link dev.holdfast.mcp.StdioTransport} and {@link dev.holdfast.mcp.Changes}. Streamable HTTP is in the module
 * {@code mcp-http}. Words never see the rooms below {@code dev.holdfast.mcp.internal}.
 */
@NullMarked
package dev.holdfast.mcp;

import org.jspecify.annotations.NullMarked;
