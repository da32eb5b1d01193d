package dev.holdfast.mcp.webhook;

import dev.holdfast.mcp.EventRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of {@link Webhooks}.
 *
 * @param events what to deliver, and from where on; the arguments are not checked yet
 * @param url where to deliver: {@code https}, without user and fragment, not checked further
 * @param secret what deliveries are signed with
 * @param life how long the subscription is to last; null if the client does not say
 * @param forever whether the client asks for one that does not end
 */
public record WebhookRequest(
        EventRequest events,
        String url,
        WebhookSecret secret,
        @Nullable Duration life,
        boolean forever) {
    /** What tells the subscription apart. */
    public WebhookKey key() {
        return WebhookKey.of(events.caller(), url, events.name(), events.arguments());
    }
}
