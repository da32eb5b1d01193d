package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.server.webhook.StateWebhooks;
import dev.holdfast.server.webhook.WebhookOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a server delivers events by webhook. Off unless asked for: it sends requests to where clients say. */
final class WebhookArguments {
    private static final String WEBHOOKS = "--webhooks";
    private static final String LOOPBACK = "--webhooks-loopback";

    @Option(
            names = WEBHOOKS,
            description = "Deliver events by webhook, to public addresses over https. Needs a credential of callers.")
    private boolean webhooks;

    @Option(names = LOOPBACK, description = "Allow receivers on this machine too, also without TLS. For tests.")
    private boolean loopback;

    /** @param guarded whether every caller needs a credential */
    void check(boolean guarded) {
        if (webhooks && !guarded) {
            throw CliFailure.invalid(
                    WEBHOOKS, WEBHOOKS + " needs callers that are known; add --token, --api-keys or --issuer");
        }
        if (loopback && !webhooks) {
            throw CliFailure.invalid(LOOPBACK, LOOPBACK + " is only for " + WEBHOOKS);
        }
    }

    /** Begins to deliver; null if that is not wanted. */
    @Nullable StateWebhooks start(Holdfast holdfast) {
        return webhooks
                ? StateWebhooks.start(
                        holdfast,
                        WebhookOptions.standard().withLoopback(loopback).withEveryCaller())
                : null;
    }
}
