/**
 * The two eras of the protocol: a parsed request and its flight go in, a reply comes out. All differences between
 * revisions are in this package.
 *
 * <p>Entrances: {@link dev.holdfast.mcp.internal.era.Eras}, which a server creates and its transports serve,
 * {@link dev.holdfast.mcp.internal.era.Observed} around each request, and
 * {@link dev.holdfast.mcp.internal.era.RoutingHeaders} for the headers of HTTP requests. It sees {@code wire},
 * {@code flight} and {@code task}; never I/O, a transport or a door.
 */
@NullMarked
package dev.holdfast.mcp.internal.era;

import org.jspecify.annotations.NullMarked;
