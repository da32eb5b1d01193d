/**
 * Reads and writes JSON-RPC messages, and creates the errors of the protocol. It knows shapes, not methods.
 *
 * <p>Entrances: {@link dev.holdfast.mcp.internal.wire.Message} for messages received,
 * {@link dev.holdfast.mcp.internal.wire.Reply} for answers, {@link dev.holdfast.mcp.internal.wire.Faults} for errors.
 * It sees words and no other room.
 */
@NullMarked
package dev.holdfast.mcp.internal.wire;

import org.jspecify.annotations.NullMarked;
