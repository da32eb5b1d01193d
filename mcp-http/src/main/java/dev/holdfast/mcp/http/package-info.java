/**
 * Streamable HTTP: how a server of {@code dev.holdfast.mcp} is offered to many clients at one path.
 *
 * <p>Entrances: {@link dev.holdfast.mcp.http.HttpTransport}, which serves as {@link dev.holdfast.mcp.http.HttpConfig}
 * says, and {@link dev.holdfast.mcp.http.HttpPage} for pages beside the protocol. All else is hidden. This is the only
 * place that sees the web server, and nothing in {@code dev.holdfast.mcp} sees it.
 */
@NullMarked
package dev.holdfast.mcp.http;

import org.jspecify.annotations.NullMarked;
