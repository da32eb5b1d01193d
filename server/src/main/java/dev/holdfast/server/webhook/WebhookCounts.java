package dev.holdfast.server.webhook;

import java.util.concurrent.atomic.LongAdder;

/** Counts of {@link WebhookFigures}. */
final class WebhookCounts {
    final LongAdder delivered = new LongAdder();
    final LongAdder declined = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder gaps = new LongAdder();
    final LongAdder ended = new LongAdder();
}
