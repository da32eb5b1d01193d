package dev.holdfast.server.webhook;

/**
 * What this process has delivered since it began, and what it delivers now.
 *
 * @param subscriptions that this process delivers; 0 while another instance does
 * @param suspended those of them that are suspended
 * @param delivered events that receivers took
 * @param declined events that receivers did not want, by status 410 or 413
 * @param failed requests that failed and are repeated
 * @param gaps gaps that were told
 * @param ended subscriptions that ended because rights were withdrawn
 */
public record WebhookFigures(
        long subscriptions, long suspended, long delivered, long declined, long failed, long gaps, long ended) {}
