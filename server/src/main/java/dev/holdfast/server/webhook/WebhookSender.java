package dev.holdfast.server.webhook;

import dev.holdfast.mcp.webhook.WebhookSecret;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Signs messages and sends them. What is on its way at the same time is bounded for each principal before it is in all,
 * so that one whose receivers hang holds its own share only.
 */
final class WebhookSender {
    private final PinnedSender sender;
    private final InstantSource clock;
    private final Semaphore all;
    private final int ofPrincipal;
    private final Map<String, Semaphore> shares = new ConcurrentHashMap<>();

    WebhookSender(PinnedSender sender, InstantSource clock, WebhookOptions.Bounds bounds) {
        this.sender = sender;
        this.clock = clock;
        this.all = new Semaphore(bounds.sending(), true);
        this.ofPrincipal = bounds.sendingOfPrincipal();
    }

    /** Where to send, and in whose name. */
    record Target(String subscription, String principal, URI url) {}

    /**
     * Sends a message once; time and signatures are new each time.
     *
     * @param mostBody how much of the body of a success is read
     */
    HttpAnswer send(Target to, List<WebhookSecret> secrets, WebhookMessage message, int mostBody)
            throws InterruptedException {
        return Objects.requireNonNull(sendIf(() -> true, to, secrets, message, mostBody));
    }

    /**
     * Sends a message once, unless something says no when it is its turn, which may be long after it was to be sent.
     *
     * @param still asked when nothing is left to wait for
     * @return null if it was not sent
     */
    @Nullable HttpAnswer sendIf(
            BooleanSupplier still, Target to, List<WebhookSecret> secrets, WebhookMessage message, int mostBody)
            throws InterruptedException {
        Semaphore share = share(to.principal());
        share.acquire();
        try {
            all.acquire();
            try {
                return still.getAsBoolean()
                        ? sender.post(to.url(), headers(to, secrets, message), message.body(), mostBody)
                        : null;
            } finally {
                all.release();
            }
        } finally {
            share.release();
        }
    }

    /** How many messages of a principal wait for their turn. */
    int waiting(String principal) {
        return share(principal).getQueueLength();
    }

    private Semaphore share(String principal) {
        return shares.computeIfAbsent(principal, any -> new Semaphore(ofPrincipal, true));
    }

    private Map<String, String> headers(Target to, List<WebhookSecret> secrets, WebhookMessage message) {
        Instant now = clock.instant();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", message.id());
        headers.put("webhook-timestamp", String.valueOf(now.getEpochSecond()));
        headers.put(
                "webhook-signature",
                secrets.stream()
                        .map(secret -> secret.sign(message.id(), now, message.body()))
                        .collect(Collectors.joining(" ")));
        headers.put("X-MCP-Subscription-Id", to.subscription());
        return headers;
    }
}
