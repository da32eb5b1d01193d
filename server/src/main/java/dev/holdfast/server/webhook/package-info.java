/**
 * Events by webhook: subscriptions that outlive the process, and their delivery.
 *
 * <p>Entrances: {@link dev.holdfast.server.webhook.StateWebhooks} for servers, and
 * {@link dev.holdfast.server.webhook.WebhookSubscriptions} for operators. What goes out goes through
 * {@link dev.holdfast.server.webhook.PinnedSender} alone.
 */
@NullMarked
package dev.holdfast.server.webhook;

import org.jspecify.annotations.NullMarked;
