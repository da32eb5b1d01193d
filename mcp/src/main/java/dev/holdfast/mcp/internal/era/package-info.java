/**
 * The two ways to speak: a parsed request and its flight go in, a reply comes out. What differs between revisions
 * stands here.
 *
 * <p>Entrances: {@link dev.holdfast.mcp.internal.era.Eras}, which a server makes and its transports serve,
 * {@link dev.holdfast.mcp.internal.era.Observed} around each request, and
 * {@link dev.holdfast.mcp.internal.era.RoutingHeaders} for what HTTP says beside the body. It sees {@code wire},
 * {@code flight} and {@code task}; never input or output, a transport or a door.
 */
@NullMarked
package dev.holdfast.mcp.internal.era;

import org.jspecify.annotations.NullMarked;
