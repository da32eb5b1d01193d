/**
 * The extension for events: what clients list, poll and are sent.
 *
 * <p>Entrances: {@link dev.holdfast.mcp.internal.event.EventMethods} for the requests of clients. It sees {@code wire}
 * and {@code flight}; never an era, which passes in what every result of it has.
 */
@NullMarked
package dev.holdfast.mcp.internal.event;

import org.jspecify.annotations.NullMarked;
