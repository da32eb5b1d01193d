/**
 * Streamable HTTP: serves a server of {@code dev.holdfast.mcp} to many clients at one path, and others beside it.
 *
 * <p>Entrances: {@link dev.holdfast.mcp.http.HttpTransport}, configured by {@link dev.holdfast.mcp.http.HttpConfig},
 * {@link dev.holdfast.mcp.http.HttpEndpoint} for further endpoints and {@link dev.holdfast.mcp.http.HttpPage} for pages
 * next to the protocol. All other types are hidden. Only this package sees the web server; nothing in
 * {@code dev.holdfast.mcp} does.
 */
@NullMarked
package dev.holdfast.mcp.http;

import org.jspecify.annotations.NullMarked;
