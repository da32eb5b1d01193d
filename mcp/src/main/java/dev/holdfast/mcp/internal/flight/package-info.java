/**
 * One request between its arrival and its answer, what its client is asked and told meanwhile, and who listens to
 * changes.
 *
 * <p>Entrances: {@link dev.holdfast.mcp.internal.flight.Flight} and {@link dev.holdfast.mcp.internal.flight.Call} for a
 * request, {@link dev.holdfast.mcp.internal.flight.InFlight} and {@link dev.holdfast.mcp.internal.flight.Streams} for
 * those of a transport, {@link dev.holdfast.mcp.internal.flight.Inquirer} for questions to a client, and
 * {@link dev.holdfast.mcp.internal.flight.Announcements} with {@link dev.holdfast.mcp.internal.flight.Subscriber} for
 * changes. It sees {@code wire}; never a task, an era, a transport or a door.
 */
@NullMarked
package dev.holdfast.mcp.internal.flight;

import org.jspecify.annotations.NullMarked;
