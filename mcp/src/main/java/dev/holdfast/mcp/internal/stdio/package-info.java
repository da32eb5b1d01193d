/**
 * One client over a pair of streams.
 *
 * <p>Entrance: {@link dev.holdfast.mcp.internal.stdio.StdioConnection}. It sees all other rooms; never a door or
 * anything of HTTP.
 */
@NullMarked
package dev.holdfast.mcp.internal.stdio;

import org.jspecify.annotations.NullMarked;
