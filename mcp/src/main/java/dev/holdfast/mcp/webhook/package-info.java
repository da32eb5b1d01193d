/**
 * Webhooks of the extension for events, as words: what a client subscribes to, what it is granted, and the door
 * {@link dev.holdfast.mcp.webhook.Webhooks}, which an embedder implements.
 */
@NullMarked
package dev.holdfast.mcp.webhook;

import org.jspecify.annotations.NullMarked;
