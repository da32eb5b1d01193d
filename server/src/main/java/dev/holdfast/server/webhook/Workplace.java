package dev.holdfast.server.webhook;

import dev.holdfast.server.events.StateEvents;
import java.time.Instant;
import java.time.InstantSource;

/** What all deliveries of a process share. */
record Workplace(
        WebhookStore store,
        StateEvents events,
        WebhookSender sender,
        Consent consent,
        WebhookCounts counts,
        WebhookOptions options,
        InstantSource clock) {
    Instant now() {
        return clock.instant();
    }
}
