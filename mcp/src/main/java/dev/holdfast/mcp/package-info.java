/**
 * A Model Context Protocol server edge without an engine: JSON-RPC, the stateless era (2026-07-28) and the handshake era
 * (2025-11-25, 2025-06-18, 2025-03-26) on one endpoint, over stdio and Streamable HTTP. Whoever offers tools writes
 * {@link dev.holdfast.mcp.Tool}s once and both eras adapt to them.
 */
@NullMarked
package dev.holdfast.mcp;

import org.jspecify.annotations.NullMarked;
