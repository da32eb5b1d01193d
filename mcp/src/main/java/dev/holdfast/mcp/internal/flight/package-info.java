/**
 * One request between its arrival and its answer, the messages to its client meanwhile, and the listeners to changes.
 *
 * <p>Entrances: {@link dev.holdfast.mcp.internal.flight.Flight} and {@link dev.holdfast.mcp.internal.flight.Call} for a
 * request, {@link dev.holdfast.mcp.internal.flight.InFlight} and {@link dev.holdfast.mcp.internal.flight.Streams} for
 * the requests of a transport, {@link dev.holdfast.mcp.internal.flight.Inquirer} for requests to a client, and
 * {@link dev.holdfast.mcp.internal.flight.Announcements} with {@link dev.holdfast.mcp.internal.flight.Subscriber} for
 * changes. It sees {@code wire}; never a task, an era, a transport or a door.
 */
@NullMarked
package dev.holdfast.mcp.internal.flight;

import org.jspecify.annotations.NullMarked;
