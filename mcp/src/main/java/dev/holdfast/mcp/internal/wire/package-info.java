/**
 * JSON-RPC messages as bytes and back, and the faults of the protocol. It knows shapes, not methods.
 *
 * <p>Entrances: {@link dev.holdfast.mcp.internal.wire.Message} for what arrives,
 * {@link dev.holdfast.mcp.internal.wire.Reply} for what is answered, {@link dev.holdfast.mcp.internal.wire.Faults} for
 * what goes wrong. It sees words and no other room.
 */
@NullMarked
package dev.holdfast.mcp.internal.wire;

import org.jspecify.annotations.NullMarked;
